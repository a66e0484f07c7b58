package handbook.core.pagination;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import handbook.support.example.Failure;

class ItemsTest {
    @Test
    void rowsThatNeedMoreThanHalfOfTheDiskAreRefused() {
        assertThatCode(() -> Items.requireDisk(1_000, 280_000)).doesNotThrowAnyException();
        assertThatThrownBy(() -> Items.requireDisk(1_000, 279_998)).isInstanceOf(Failure.class)
                .hasMessageStartingWith("1,000 rows need");
    }
}
