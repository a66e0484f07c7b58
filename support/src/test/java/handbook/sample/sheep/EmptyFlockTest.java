package handbook.sample.sheep;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmptyFlockTest extends FlockContract {
    @Override
    Flock flock() {
        return new Flock();
    }

    @Test
    void aTestWithoutADisplayNameIsNoClaim() {
        assertThat(flock().size()).isZero();
    }

    @Nested
    class WithSheep {
        @ParameterizedTest
        @ValueSource(strings = {"Dolly", "Shaun"})
        @DisplayName("`size` counts each sheep")
        void size(String name) {
            assertThat(flock().add(name).size()).isEqualTo(1);
        }
    }
}
