package handbook.core.gil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import handbook.core.gil.IoBoundExample.Way;
import handbook.support.example.Failure;

@Timeout(60)
class IoBoundExampleTest {
    private static IoBoundExample.Result result;

    @BeforeAll
    static void send() throws InterruptedException {
        result = IoBoundExample.run(40, Optional.empty());
    }

    private static int mostInside(String way) {
        return result.java().stream().filter(it -> it.name().equals(way)).findFirst().map(Way::mostInside)
                .orElseThrow();
    }

    @Test
    @DisplayName("From one thread 1 request waits inside a server at once, from a pool of 8 threads 8, from virtual threads all")
    void threadsThatWait() {
        assertThat(mostInside("Java, one thread")).isEqualTo(1);
        assertThat(mostInside("Java, pool of 8 threads")).isEqualTo(8);
        assertThat(mostInside("Java, virtual threads")).isEqualTo(40);
    }

    @Test
    @DisplayName("A lock held around a request lets 1 of them wait at once, from however many threads; let go around it, all")
    void locks() {
        assertThat(mostInside("Java, virtual threads, lock held")).isEqualTo(1);
        assertThat(mostInside("Java, virtual threads, lock let go")).isEqualTo(40);
    }

    @Test
    void aRequestThatFailsEndsTheWaitWithItsCause() {
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        assertThatThrownBy(() -> IoBoundExample.mostInside(9, threads, request -> {
            throw new UncheckedIOException(new IOException("reset"));
        }, () -> 0)).isInstanceOf(Failure.class).hasMessageContaining("reset");
    }
}
