package handbook.core.asyncawait;

/// Prints what becomes of the contract's scenarios in the JDK's task scope: a scenario, a tab, its outcome. The test
/// that starts it has the scenarios on its class path.
final class ContractInJdkScope {
    public static void main(String[] args) throws Exception {
        ScopeScenarios.outcomes(JdkScope::open)
                .forEach((scenario, outcome) -> System.out.println(scenario + "\t" + outcome));
    }
}
