package handbook.core.webframeworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The rules, against Javalin, Micronaut, Spring Boot and the whiteboard's server, all hardened.
@Timeout(120)
class ContractTest {
    private static final Map<Framework, Trial> HARDENED = new ConcurrentHashMap<>();

    @BeforeAll
    static void start() throws Exception {
        Framework.sideBySide(List.of(Framework.values()), framework -> {
            var trial = Trial.hardened(framework);
            HARDENED.put(framework, trial); // also where another does not start
            return trial;
        });
    }

    @AfterAll
    static void close() {
        HARDENED.values().forEach(Trial::close);
    }

    private static Trial trial(Framework framework) {
        return Objects.requireNonNull(HARDENED.get(framework));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("An order that is created is 201 with a Location, which answers with the same body")
    void create(Framework framework) throws Exception {
        Rule.CREATE.check(trial(framework));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("HEAD has the status of GET, no body, and no header but Date with another value")
    void head(Framework framework) throws Exception {
        Rule.HEAD.check(trial(framework));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("Times travel as ISO 8601 in UTC, ids beyond 2^53 as text")
    void formats(Framework framework) throws Exception {
        Rule.FORMATS.check(trial(framework));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("Each of 15 bad bodies is 400 as problem+json with the field where there is one, and shows nothing of the inside")
    void badBodies(Framework framework) throws Exception {
        assertThat(Contract.BAD_BODIES).hasSize(15);
        Rule.BAD_BODY.check(trial(framework));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("An unknown path, an unknown id and a slash behind a path are 404 as problem+json")
    void notFound(Framework framework) throws Exception {
        Rule.NOT_FOUND.check(trial(framework));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A wrong method is 405 with exactly the known ones in Allow")
    void wrongMethod(Framework framework) throws Exception {
        Rule.METHOD.check(trial(framework));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A body of another type, or of none, is 415; a client that takes no JSON gets 406")
    void mediaTypes(Framework framework) throws Exception {
        Rule.MEDIA.check(trial(framework));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A body of 64 KiB is taken, and one of a byte more is 413, also in chunks without a length")
    void bodyLimit(Framework framework) throws Exception {
        assertThat(Setup.BODY_LIMIT).isEqualTo(64 * 1024);
        Rule.LIMIT.check(trial(framework));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A handler that throws is 500 with an id that is in the log, and the next request works")
    void incident(Framework framework) throws Exception {
        Rule.INCIDENT.check(trial(framework));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A header of 1 MiB, a path with %2e%2e or %00, a wrong Content-Length are 4xx or a closed connection, and the next request works")
    void faults(Framework framework) throws Exception {
        Rule.FAULTS.check(trial(framework));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("100 half requests that stay open, 50 clients that left before the answer and one that left within it keep nobody from being served")
    void halfRequests(Framework framework) throws Exception {
        Rule.SLOW.check(trial(framework));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A server that stops refuses new connections and answers the request inside")
    void stop(Framework framework) throws Exception {
        try (var trial = Trial.hardened(framework)) {
            Rule.STOP.check(trial);
        }
    }

    @Test
    @DisplayName("At default settings Javalin keeps 3 of the 12 rules, Micronaut and Spring Boot 6")
    void defaultsBreakTheContract() throws Exception {
        var survival = EnumSet.of(Rule.CREATE, Rule.FAULTS, Rule.SLOW);
        var more = EnumSet.of(Rule.CREATE, Rule.HEAD, Rule.FORMATS, Rule.FAULTS, Rule.SLOW, Rule.STOP);
        for (var column : SameApiExample.defaults()) {
            assertThat(column.kept()).as(column.framework().toString()).containsExactlyInAnyOrderElementsOf(
                    column.framework() == Framework.JAVALIN ? survival : more);
        }
        assertThat(Rule.values()).hasSize(12);
    }

    @Test
    @DisplayName("On virtual threads, and not told otherwise, Javalin and Micronaut cut off the request inside when they stop")
    void cutOff() throws Exception {
        for (var framework : Framework.LIBRARIES) {
            try (var trial = Trial.onVirtualThreads(framework)) {
                if (framework == Framework.SPRING) {
                    Rule.STOP.check(trial);
                } else {
                    assertThatThrownBy(() -> Rule.STOP.check(trial)).as(framework.toString())
                            .hasMessage("status of the request inside: expected 200, was 0");
                }
            }
        }
    }

    @Test
    void aServerThatIsGoneKeepsNoRule() throws Exception {
        var trial = Trial.hardened(Framework.JAVALIN); // its port is closed when `stop` returns
        trial.stop();
        assertThat(Rule.CREATE.holds(trial)).isFalse();
    }

    @Test
    @DisplayName("Micronaut answers 406 to Accept: application/*, the others 200")
    void acceptAnyApplicationType() throws Exception {
        for (var framework : Framework.values()) {
            var location = trial(framework).send(Requests.post(Requests.TEA)).header("Location");
            assertThat(trial(framework).send(Requests.get(location, "Accept: application/*")).status())
                    .as(framework.toString()).isEqualTo(framework == Framework.MICRONAUT ? 406 : 200);
        }
    }
}
