package handbook.core.asyncawait;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import handbook.support.process.PreviewSource;

/// What a task scope promises, put to the whiteboard's, and to the JDK's in a child JVM where this JDK has the preview.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // only so that a mistake ends
class ScopeContractTest {
    private static final List<Named<Map<String, String>>> SCOPES = new ArrayList<>();

    @BeforeAll
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    static void runScenarios() throws Exception {
        SCOPES.clear();
        SCOPES.add(Named.of("TaskScope",
                ScopeScenarios.outcomes(limit -> new TaskScope(limit, ScopeScenarios.USER))));
        if (PreviewSource.runsHere()) {
            SCOPES.add(Named.of("StructuredTaskScope",
                    PreviewSource.run(Scope.class, List.of("ContractInJdkScope.java", "JdkScope.java")).stream()
                            .map(line -> line.split("\t"))
                            .collect(Collectors.toMap(cells -> cells[0], cells -> cells[1]))));
        }
    }

    static List<Named<Map<String, String>>> scopes() {
        return SCOPES;
    }

    @ParameterizedTest
    @MethodSource("scopes")
    void resultsCanBeReadAfterJoin(Map<String, String> outcomes) {
        assertThat(outcomes).containsEntry("results", "15");
    }

    @ParameterizedTest
    @MethodSource("scopes")
    @DisplayName("When a fork fails, its sibling is interrupted, and `join` throws the first failure as the cause")
    void firstFailure(Map<String, String> outcomes) {
        assertThat(outcomes).containsEntry("first failure", "first, fork interrupted, 0 at work");
    }

    @Test
    @DisplayName("The whiteboard's scope keeps a later failure as suppressed, the JDK's drops it")
    void laterFailure() {
        assertThat(SCOPES.getFirst().getPayload()).containsEntry("later failure", "suppressed: later");
        assertThat(SCOPES.subList(1, SCOPES.size()))
                .allSatisfy(jdk -> assertThat(jdk.getPayload()).containsEntry("later failure", "dropped"));
    }

    @ParameterizedTest
    @MethodSource("scopes")
    void theResultOfAFailedForkCannotBeRead(Map<String, String> outcomes) {
        assertThat(outcomes).containsEntry("result of a failed fork", "IllegalStateException");
    }

    @ParameterizedTest
    @MethodSource("scopes")
    void afterAFailureItNeitherJoinsNorForks(Map<String, String> outcomes) {
        assertThat(outcomes).containsEntry("join and fork after a failure",
                "IllegalStateException, IllegalStateException");
    }

    @ParameterizedTest
    @MethodSource("scopes")
    @DisplayName("No fork is alive after the scope's block, also when the body throws")
    void bodyThrows(Map<String, String> outcomes) {
        assertThat(outcomes).containsEntry("body throws", "body, fork interrupted, 0 at work");
    }

    @ParameterizedTest
    @MethodSource("scopes")
    @DisplayName("After a scope's limit the call has been interrupted, and has not written its row")
    void limit(Map<String, String> outcomes) {
        assertThat(outcomes).containsEntry("limit", "TimeoutException, rows 0, 0 at work");
    }

    @ParameterizedTest
    @MethodSource("scopes")
    @DisplayName("An interrupt during `join` ends the forks")
    void interrupt(Map<String, String> outcomes) {
        assertThat(outcomes).containsEntry("interrupt", "InterruptedException, fork interrupted, 0 at work");
    }

    @ParameterizedTest
    @MethodSource("scopes")
    @DisplayName("A block that forks and does not join ends with an IllegalStateException, and with its forks interrupted")
    void noJoin(Map<String, String> outcomes) {
        assertThat(outcomes).containsEntry("no join", "IllegalStateException, fork interrupted, 0 at work");
    }

    @ParameterizedTest
    @MethodSource("scopes")
    @DisplayName("A ScopedValue is seen by the forks and gone after the block")
    void scopedValue(Map<String, String> outcomes) {
        assertThat(outcomes).containsEntry("scoped value", "ada in the fork, nobody after the block");
    }

    @ParameterizedTest
    @MethodSource("scopes")
    void aForeignThreadCannotFork(Map<String, String> outcomes) {
        assertThat(outcomes).containsEntry("foreign thread", "WrongThreadException");
    }
}
