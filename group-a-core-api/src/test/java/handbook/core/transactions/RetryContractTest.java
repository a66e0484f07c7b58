package handbook.core.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

import handbook.core.transactions.Retry.Work;
import handbook.support.time.FakeClock;

/// What a retry promises: ours and Spring's.
class RetryContractTest {
    private static final int ATTEMPTS = 4;

    enum Subject {
        OURS {
            @Override
            String call(Work<String> work) throws Exception {
                return new Retry(Retry.CONFLICTS, ATTEMPTS, Duration.ofMillis(1), pause -> {}, new Random(1))
                        .call(work);
            }
        },
        SPRING {
            @Override
            String call(Work<String> work) throws Exception {
                // @start region=spring
                var retry = new RetryTemplate(RetryPolicy.builder().maxRetries(ATTEMPTS - 1)
                        .predicate(e -> e instanceof SQLException sql
                                && Retry.CONFLICTS.contains(String.valueOf(sql.getSQLState())))
                        .delay(Duration.ofMillis(1)).jitter(Duration.ofMillis(1)).multiplier(2).build());
                // @end
                try {
                    return String.valueOf(retry.execute(work::attempt));
                } catch (RetryException e) {
                    throw (Exception) e.getCause();
                }
            }
        };

        abstract String call(Work<String> work) throws Exception;
    }

    /// Fails with these states, one an attempt, then succeeds; counts its attempts.
    private static final class Failing implements Work<String> {
        private final Deque<String> states;
        private int attempts;

        Failing(String... states) {
            this.states = new ArrayDeque<>(List.of(states));
        }

        @Override
        public String attempt() throws SQLException {
            attempts++;
            if (states.isEmpty()) {
                return "done";
            }
            throw new SQLException("attempt " + attempts, states.pop());
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A serialization failure and a deadlock are tried again, a violated constraint is not, by hand as in the library")
    void states(Subject subject) throws Exception {
        var conflicts = new Failing("40001", "40P01", "40001");
        assertThat(subject.call(conflicts)).isEqualTo("done");
        assertThat(conflicts.attempts).isEqualTo(4);

        var violation = new Failing("40001", "23505");
        assertThatThrownBy(() -> subject.call(violation)).isInstanceOf(SQLException.class).hasMessage("attempt 2");
        assertThat(violation.attempts).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("Where every attempt fails, the limit ends it, and the caller gets the last error")
    void limit(Subject subject) {
        var hopeless = new Failing("40001", "40001", "40001", "40001", "40001", "40001");
        assertThatThrownBy(() -> subject.call(hopeless)).isInstanceOf(SQLException.class).hasMessage("attempt 4");
        assertThat(hopeless.attempts).isEqualTo(ATTEMPTS);
    }

    @Test
    @DisplayName("The longest pause doubles with each attempt, and each pause lies anywhere below it")
    void pauses() throws Exception {
        var all = new ArrayList<List<Duration>>();
        for (int seed = 0; seed < 1_000; seed++) {
            var pauses = new ArrayList<Duration>();
            new Retry(Retry.CONFLICTS, ATTEMPTS, Duration.ofMillis(10), pauses::add, new Random(seed))
                    .call(new Failing("40001", "40001", "40001"));
            all.add(pauses);
        }
        for (int i = 0; i < 3; i++) {
            int number = i;
            var pauses = all.stream().map(one -> one.get(number)).toList();
            var limit = Duration.ofMillis(10L << i);
            assertThat(Collections.max(pauses)).isBetween(limit.multipliedBy(9).dividedBy(10), limit);
            assertThat(Collections.min(pauses)).isLessThan(limit.dividedBy(10));
        }
    }

    @Test
    void atLeastOneAttemptAndNoNegativePause() {
        assertThatIllegalArgumentException().isThrownBy(() -> retry(0, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> retry(1, Duration.ofNanos(-1)));
        assertThatNoException().isThrownBy(() -> retry(1, Duration.ZERO));
    }

    private static Retry retry(int attempts, Duration base) {
        return new Retry(Retry.CONFLICTS, attempts, base, pause -> {}, new Random(1));
    }

    @Test
    void aServerThatStartsUpIsWaitedForWithALimit() throws Exception {
        var clock = new FakeClock();
        var retry = new Retry(Retry.CONFLICTS_AND_LOST_CONNECTIONS, ATTEMPTS, Duration.ofSeconds(1), clock::advance,
                new Random(1));
        assertThat(retry.call(new Failing("57P03", "57P03"))).isEqualTo("done");
        assertThat(Duration.ofNanos(clock.nanoTime())).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(3));
        assertThatThrownBy(() -> retry.call(new Failing("57P03", "57P03", "57P03", "57P03"))).hasMessage("attempt 4");
    }

    @Test
    void aFailureWithoutAStateIsNotTriedAgain() {
        var retry = new Retry(Retry.CONFLICTS, ATTEMPTS, Duration.ofMillis(1), pause -> {}, new Random(1));
        assertThatThrownBy(() -> retry.call(() -> {
            throw new SQLException("no state");
        })).hasMessage("no state");
    }

    @Test
    void pausesDoNotGrowForEver() throws Exception {
        var states = Collections.nCopies(200, "40001").toArray(String[]::new);
        var pauses = new ArrayList<Duration>();
        new Retry(Retry.CONFLICTS, 1_000, Duration.ofMillis(1), pauses::add, new Random(1)).call(new Failing(states));
        assertThat(pauses).hasSize(200).allMatch(pause -> pause.compareTo(Duration.ofMillis(1_024)) <= 0);
    }
}
