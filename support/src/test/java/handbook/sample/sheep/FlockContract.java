package handbook.sample.sheep;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class FlockContract {
    abstract Flock flock();

    @Test
    @DisplayName("A flock with one more sheep is larger by one")
    void oneMore() {
        var flock = flock();
        int before = flock.size();
        assertThat(flock.add("one more").size()).isEqualTo(before + 1);
    }
}
