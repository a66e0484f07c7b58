package handbook.core.asyncawait;

/// Prints what becomes of the accidents in the JDK's task scope, a line each.
final class AccidentsInJdkScope {
    public static void main(String[] args) throws InterruptedException {
        Accidents.inScope("StructuredTaskScope", JdkScope::open)
                .forEach(outcome -> System.out.println(outcome.toLine()));
    }
}
