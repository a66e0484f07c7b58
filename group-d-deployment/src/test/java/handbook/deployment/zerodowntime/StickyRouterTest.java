package handbook.deployment.zerodowntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.deployment.zerodowntime.StickyRouter.Arm;

class StickyRouterTest {
    private static final int USERS = 10_000;
    private static final List<Integer> WEIGHTS = List.of(0, 1, 10, 50, 100);

    private static StickyRouter router(String release, int percent) {
        var router = new StickyRouter(release);
        router.weight(percent);
        return router;
    }

    private static Set<String> users(StickyRouter router, Arm arm) {
        return IntStream.range(0, USERS).mapToObj(i -> "user-" + i).filter(user -> router.armOf(user) == arm)
                .collect(Collectors.toSet());
    }

    @Test
    @DisplayName("The same user id always gets the same version at a given weight, also from another proxy")
    void sticky() {
        for (int weight : WEIGHTS) {
            var router = router("v2", weight);
            assertThat(users(router, Arm.CANARY)).isEqualTo(users(router, Arm.CANARY))
                    .isEqualTo(users(router("v2", weight), Arm.CANARY));
        }
    }

    @Test
    @DisplayName("Raising the weight only moves users from old to new")
    void monotone() {
        var router = router("v2", 0);
        Set<String> before = new HashSet<>();
        for (int weight : WEIGHTS) {
            router.weight(weight);
            var now = users(router, Arm.CANARY);
            assertThat(now).containsAll(before);
            before = now;
        }
        assertThat(before).hasSize(USERS);
    }

    @Test
    @DisplayName("Canary and baseline each get their weight of the users, up to 50 %, and another release tries other users first")
    void shares() {
        for (int weight : List.of(1, 10, 50)) {
            var router = router("v2", weight);
            var share = USERS * weight / 100;
            var fiveSigma = (int) (5 * Math.sqrt(share));
            assertThat(users(router, Arm.CANARY)).hasSizeBetween(share - fiveSigma, share + fiveSigma);
            assertThat(users(router, Arm.BASELINE)).hasSizeBetween(share - fiveSigma, share + fiveSigma);
        }
        var both = users(router("v2", 10), Arm.CANARY);
        both.retainAll(users(router("v3", 10), Arm.CANARY));
        assertThat(both.size()).as("a tenth of a tenth, as chance has it").isCloseTo(USERS / 100, within(50));
    }

    @Test
    void badWeight() {
        assertThatIllegalArgumentException().isThrownBy(() -> router("v2", 101))
                .withMessage("a weight of 101 %; expected 0 to 100");
    }
}
