package handbook.support.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import handbook.support.example.Failure;

class PresetTest {
    @Test
    void isFoundByItsName() {
        assertThat(Preset.named("quick")).isEqualTo(Preset.QUICK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"once", "FULL", ""})
    void anotherNameIsRefused(String name) {
        assertThatThrownBy(() -> Preset.named(name)).isInstanceOf(Failure.class)
                .hasMessageContaining("'" + name + "': take -Dpreset=full or -Dpreset=quick");
    }
}
