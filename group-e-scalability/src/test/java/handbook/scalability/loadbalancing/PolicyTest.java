package handbook.scalability.loadbalancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyTest {
    private final SplittableRandom random = new SplittableRandom(42);

    @ParameterizedTest
    @EnumSource(Policy.class)
    @DisplayName("Every policy reaches every target")
    void reachesAll(Policy policy) {
        var bins = Bin.row(7);
        var balancer = policy.over(bins, random::nextInt);
        var reached = new HashSet<Bin>();
        for (int i = 0; i < 1_000; i++) {
            reached.add(balancer.pick("key-" + i));
        }
        assertThat(reached).containsExactlyInAnyOrderElementsOf(bins);
    }

    @ParameterizedTest
    @EnumSource(Policy.class)
    void aSingleTargetGetsAll(Policy policy) {
        var only = Bin.row(1);
        assertThat(policy.over(only, random::nextInt).pick("key")).isSameAs(only.getFirst());
    }

    @Test
    void roundRobinTakesOneAfterTheOther() {
        var balancer = new RoundRobin<>(Bin.row(3));
        assertThat(List.of(balancer.pick(""), balancer.pick(""), balancer.pick(""), balancer.pick("")))
                .extracting(Bin::name).containsExactly("bin-0", "bin-1", "bin-2", "bin-0");
    }

    @Test
    @DisplayName("Round robin survives the overflow of its counter, `%` alone does not")
    void overflow() {
        var bins = Bin.row(3);
        int overflown = Integer.MAX_VALUE + 1;
        assertThatThrownBy(() -> bins.get(overflown % bins.size())).isInstanceOf(IndexOutOfBoundsException.class);
        var balancer = new RoundRobin<>(bins, Integer.MAX_VALUE);
        assertThat(List.of(balancer.pick(""), balancer.pick(""))).allMatch(bins::contains);
    }

    @Test
    void leastLoadedTakesTheLeastWhereverItStarts() {
        var bins = Bin.row(5);
        bins.forEach(bin -> bin.load = 3);
        bins.get(3).load = 2;
        var balancer = new LeastLoaded<>(bins, random::nextInt);
        for (int i = 0; i < 50; i++) {
            assertThat(balancer.pick("")).isSameAs(bins.get(3));
        }
    }

    @Test
    @DisplayName("Of two targets, two choices always take the less loaded one")
    void twoOfTwo() {
        var bins = Bin.row(2);
        bins.get(0).load = 1;
        var balancer = new TwoChoices<>(bins, random::nextInt);
        for (int i = 0; i < 50; i++) {
            assertThat(balancer.pick("")).isSameAs(bins.get(1));
        }
    }

    @Test
    @DisplayName("A million balls into a million bins: the fullest holds 4 with two choices, twice as many or more with one")
    void ballsIntoBins() {
        assertThat(fullest(Policy.TWO_CHOICES)).isEqualTo(4);
        assertThat(fullest(Policy.RANDOM)).isGreaterThanOrEqualTo(8);
    }

    private int fullest(Policy policy) {
        var bins = Bin.row(1_000_000);
        var balancer = policy.over(bins, random::nextInt);
        for (int i = 0; i < bins.size(); i++) {
            balancer.pick("").load++;
        }
        return bins.stream().mapToInt(Bin::load).max().orElseThrow();
    }

    @Test
    @DisplayName("With bounded loads no target gets more than 1.25 times the mean, rounded up, even if all requests have the same key")
    void bounded() {
        var bins = Bin.row(10);
        var bounded = new BoundedRing<>(bins, 100, 1.25);
        var plain = new Ring<>(bins, 100, Hashes::farmHash);
        var owner = plain.pick("the same");
        for (int i = 0; i < 1_000; i++) {
            bounded.pick("the same").load++;
            assertThat(bins).allMatch(bin -> bin.load <= Math.ceil(1.25 * placedOn(bins) / bins.size()));
            assertThat(plain.pick("the same")).isSameAs(owner);
        }
        assertThat(placedOn(bins)).isEqualTo(1_000);
    }

    private static int placedOn(List<Bin> bins) {
        return bins.stream().mapToInt(Bin::load).sum();
    }
}
