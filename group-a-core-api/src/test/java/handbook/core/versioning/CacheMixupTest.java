package handbook.core.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.core.versioning.CacheMixupExample.Mixup;

class CacheMixupTest {
    private static List<Mixup> mixups = List.of();

    @BeforeAll
    static void run() throws IOException, InterruptedException {
        mixups = CacheMixupExample.run(500);
    }

    @Test
    @DisplayName("Spring's header versioning sends no Vary: a shared cache stores one answer and hands version 2's to the client of version 1, every time")
    void withoutVary() {
        var mixup = mixups.getFirst();
        assertThat(mixup.vary()).isFalse();
        assertThat(mixup.brokenV1()).isEqualTo(500);
        assertThat(mixup.brokenV2()).isZero();
        assertThat(mixup.stored()).isEqualTo(1);
        assertThat(mixup.hits()).isEqualTo(999);
    }

    @Test
    @DisplayName("With Vary the cache stores two answers and mixes none up in 1,000 requests in turn")
    void withVary() {
        var mixup = mixups.getLast();
        assertThat(mixup.vary()).isTrue();
        assertThat(mixup.brokenV1() + mixup.brokenV2()).isZero();
        assertThat(mixup.stored()).isEqualTo(2);
        assertThat(mixup.hits()).isEqualTo(998);
    }
}
