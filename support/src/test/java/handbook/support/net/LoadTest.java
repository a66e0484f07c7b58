package handbook.support.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import handbook.support.net.Ledger.Balance;
import handbook.support.net.Load.Answer;

class LoadTest {
    private final Queue<Long> effects = new ConcurrentLinkedQueue<>();

    private Answer serve(long id) throws IOException {
        effects.add(id);
        if (id % 10 == 0) {
            throw new IOException("no answer");
        }
        return new Answer(id % 10 != 1, "a");
    }

    @Test
    void everyRequestIsSentOnceAndHasItsOutcome() throws InterruptedException {
        var ledger = Load.run(4, 1_000, this::serve);
        assertThat(effects).hasSize(1_000).containsAll(LongStream.rangeClosed(1, 1_000).boxed().toList());
        assertThat(ledger.balance(effects)).isEqualTo(new Balance(1_000, 800, 100, 100, 0, 0, 200));
    }

    @Test
    void allClientsAreAtARequestAtTheSameTime() throws InterruptedException {
        var together = new CyclicBarrier(5); // passed only by five requests in flight
        var ledger = Load.run(5, 50, id -> {
            try {
                together.await();
            } catch (BrokenBarrierException e) {
                throw new IOException(e);
            }
            return new Answer(true, "a");
        });
        assertThat(ledger.count(Ledger.Outcome.DONE)).isEqualTo(50);
    }

    @Test
    void aStoppedLoadFinishesWhatItIsAtAndSendsNoMore() throws InterruptedException {
        var entered = new Semaphore(0);
        var proceed = new CountDownLatch(1);
        try (var load = Load.start(3, 1_000, Duration.ZERO, id -> {
            entered.release();
            proceed.await();
            return new Answer(true, "a");
        })) {
            entered.acquire(3);
            load.stopSending();
            proceed.countDown();
            assertThat(load.join().balance(List.of(1L, 2L, 3L)).sent()).isEqualTo(3);
        }
    }

    @Test
    void theLoadIsAwaitedByCount() throws InterruptedException {
        try (var load = Load.start(2, 100, Duration.ZERO, this::serve)) {
            load.ledger().awaitSize(100);
            assertThat(load.join().size()).isEqualTo(100);
            assertThatThrownBy(() -> load.awaitMore(1)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("ends before");
        }
    }

    @Test
    void whoAwaitsALoadIsToldOfAMistakeOfTheSender() {
        try (var load = Load.start(1, 10, Duration.ZERO, id -> {
            throw new IllegalArgumentException("wrong");
        })) {
            assertThatThrownBy(() -> load.awaitMore(1)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("wrong");
        }
    }

    @Test
    void aMistakeOfTheSenderIsNoOutcome() {
        assertThatThrownBy(() -> Load.run(1, 10, id -> {
            throw new IllegalArgumentException("wrong");
        })).isInstanceOf(IllegalStateException.class).hasMessageContaining("wrong");
    }
}
