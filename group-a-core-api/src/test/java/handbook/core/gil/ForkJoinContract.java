package handbook.core.gil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every way to add up a function over a range on several threads must do.
@Timeout(60)
abstract class ForkJoinContract {
    /// The sum of `f(0) ... f(to - 1)`.
    abstract long sum(int to, IntToLongFunction f);

    /// How many threads may take part, the calling one included where it does.
    abstract int workers();

    @Test
    @DisplayName("Fork and join gives the same sum as a loop, by hand as in the library")
    void sameSumAsALoop() {
        for (var to : new int[]{1, 2, 3, 7, 1_000}) {
            assertThat(sum(to, i -> (long) i * i)).isEqualTo(IntStream.range(0, to).mapToLong(i -> (long) i * i).sum());
        }
    }

    @Test
    void anEmptyRangeIsZero() {
        assertThat(sum(0, i -> 1)).isZero();
    }

    @Test
    @DisplayName("Fork and join has its workers inside at once, and never uses more of them")
    void allWorkersAndNoMore() {
        var threads = ConcurrentHashMap.<Thread>newKeySet();
        var allInside = new CountDownLatch(workers());
        sum(10_000, i -> {
            if (threads.add(Thread.currentThread())) {
                allInside.countDown();
                await(allInside);
            }
            return i;
        });
        assertThat(threads).hasSize(workers());
    }

    @Test
    @DisplayName("An exception in a fork arrives at the join")
    void exceptionArrives() {
        for (var failing : new int[]{0, 999}) {
            var boom = new IllegalArgumentException("boom");
            var thrown = catchThrowable(() -> sum(1_000, i -> {
                if (i == failing) {
                    throw boom;
                }
                return i;
            }));
            assertThat(Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)).contains(boom);
        }
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("not all workers came");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
