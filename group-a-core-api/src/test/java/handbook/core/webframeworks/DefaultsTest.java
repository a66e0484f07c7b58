package handbook.core.webframeworks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import handbook.core.webframeworks.DefaultsExample.Result;

/// The table of defaults: an upgrade that changes a row is noticed here.
@Timeout(120)
class DefaultsTest {
    private static List<Result> results;

    @BeforeAll
    static void run() throws Exception {
        results = DefaultsExample.run();
    }

    private static List<String> defaults(String row) {
        return results.stream().filter(result -> result.row().name().equals(row)).findFirst().orElseThrow().defaults();
    }

    @Test
    @DisplayName("At default settings 21 of 23 requests are answered differently by Javalin, Micronaut and Spring Boot")
    void table() {
        assertThat(String.join("\n", DefaultsExample.table(results).lines())).isEqualTo(
                """
                        request                      Javalin               Micronaut             Spring Boot                   all four, hardened
                        malformed JSON               500                   400                   400                   differ  400
                        null                         500                   400                   400                   differ  400
                        empty body                   500                   400                   400                   differ  400
                        unknown field                500                   201, qty 2            201, qty 2            differ  400
                        2.9 for an int               201, qty 2            201, qty 2            201, qty 2                    400
                        "2" for an int               201, qty 2            201, qty 2            201, qty 2                    400
                        99999999999 for an int       500                   400                   400                   differ  400
                        int is missing               201, qty 0            400                   400                   differ  400
                        int is 0, annotated @Min(1)  201, qty 0            400                   400                   differ  400
                        qty 1, qty 2, item           201, qty 2            201, qty 1            201, qty 2            differ  400
                        item, qty 1, qty 2           500                   201, qty 1            201, qty 2            differ  400
                        valid JSON, then {}          201, qty 2            201, qty 2            400                   differ  400
                        no Content-Type              201, qty 2            201, qty 2            415                   differ  415
                        text/plain                   201, qty 2            415                   415                   differ  415
                        2 MiB in chunks              413                   201, qty 2            201, qty 2            differ  413
                        12 MiB                       413                   413                   201, qty 2            differ  413
                        PATCH of a known path        404                   405 GET HEAD          405 GET               differ  405 GET HEAD
                        HEAD of no order             200                   404                   404                   differ  404
                        / behind the path            200                   200                   404                   differ  404
                        Accept: text/html            200                   406                   406                   differ  406
                        an Instant                   1767225600.000000000  2026-01-01T00:00:00Z  2026-01-01T00:00:00Z  differ  2026-01-01T00:00:00Z
                        error's Content-Type         text/plain            application/json      application/json      differ  application/problem+json
                        handler throws               500                   500, tells why        500                   differ  500""");
        assertThat(results).hasSize(23).filteredOn(Result::defaultsDiffer).hasSize(21);
    }

    @Test
    @DisplayName("At default settings all three take 2.9 and \"2\" for an int, and make 2 of both")
    void fractionsAreCutOff() {
        assertThat(defaults("2.9 for an int")).containsOnly("201, qty 2");
        assertThat(defaults("\"2\" for an int")).containsOnly("201, qty 2");
    }

    @Test
    @DisplayName("Of a name that comes twice Micronaut takes the first, Spring Boot the last, and Javalin the last or none, by its place")
    void duplicates() {
        assertThat(defaults("qty 1, qty 2, item")).containsExactly("201, qty 2", "201, qty 1", "201, qty 2");
        assertThat(defaults("item, qty 1, qty 2")).containsExactly("500", "201, qty 1", "201, qty 2");
    }

    @Test
    @DisplayName("At default settings Javalin answers HEAD of any id with 200 and a length of 0, and no handler runs")
    void headOfNothing() throws IOException {
        assertThat(defaults("HEAD of no order")).containsExactly("200", "404", "404");
        try (var trial = Trial.defaults(Framework.JAVALIN)) {
            var location = trial.send(Requests.post(Requests.TEA)).header("Location");
            for (var path : List.of("/orders/none", location)) {
                var head = trial.send(Requests.request("HEAD", path));
                assertThat(head.status()).isEqualTo(200);
                assertThat(head.header("Content-Length")).isEqualTo("0");
            }
            assertThat(trial.finds()).isZero();
            assertThat(trial.send(Requests.get(location)).body()).isNotEmpty();
            assertThat(trial.finds()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("At default settings Micronaut shows a client the message of the exception")
    void tellsWhy() {
        assertThat(defaults("handler throws")).containsExactly("500", "500, tells why", "500");
    }

    @Test
    @DisplayName("At default settings Spring Boot reads a JSON body of 12 MiB")
    void noLimitForJson() {
        assertThat(defaults("12 MiB")).containsExactly("413", "413", "201, qty 2");
    }

    @Test
    @DisplayName("Told to make problems of errors, Spring Boot does so with what Spring MVC throws, not with what a handler throws")
    void problemDetails() throws IOException {
        var property = "spring.mvc.problemdetails.enabled";
        System.setProperty(property, "true");
        try (var trial = Trial.defaults(Framework.SPRING)) {
            var unread = trial.send(Requests.post("{"));
            assertThat(unread.status()).isEqualTo(400);
            assertThat(unread.header("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
            var thrown = trial.send(Requests.get("/orders/" + Trial.BOOM));
            assertThat(thrown.status()).isEqualTo(500);
            assertThat(thrown.header("Content-Type")).isEqualTo("application/json");
        } finally {
            System.clearProperty(property);
        }
    }

    @Test
    @DisplayName("Hardened, all four servers answer each of the 23 requests alike")
    void hardenedAreEqual() {
        assertThat(results).noneMatch(Result::hardenedDiffer).allMatch(result -> result.hardened().size() == 4);
    }
}
