package handbook.scalability.loadbalancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import handbook.scalability.loadbalancing.RehashExample.Scheme;

class RehashTest {
    private static final int KEYS = 20_000;
    private static final List<String> TEN = names(10);
    private static final List<String> ELEVEN = names(11);
    private static final String NEW = ELEVEN.getLast();

    private static List<String> names(int size) {
        return IntStream.range(0, size).mapToObj(i -> "node-" + i).toList();
    }

    private static Scheme scheme(String name) {
        return RehashExample.SCHEMES.stream().filter(scheme -> scheme.name().equals(name)).findFirst().orElseThrow();
    }

    static Stream<Scheme> consistent() {
        return Stream.of("ring, 100 points", "rendezvous", "jump hash (Guava)").map(RehashTest::scheme);
    }

    @Test
    @DisplayName("`hash % n` moves at least 90 % of the keys when ten nodes become eleven")
    void modulo() {
        var scheme = scheme("hash % n");
        assertThat(RehashExample.differing(RehashExample.owners(scheme, TEN, KEYS),
                RehashExample.owners(scheme, ELEVEN, KEYS))).isGreaterThanOrEqualTo(0.9);
    }

    @ParameterizedTest
    @MethodSource("consistent")
    @DisplayName("Ring, rendezvous and jump hash move only keys that the new node gets, about one eleventh of them")
    void adding(Scheme scheme) {
        var before = RehashExample.owners(scheme, TEN, KEYS);
        var after = RehashExample.owners(scheme, ELEVEN, KEYS);
        for (int i = 0; i < KEYS; i++) {
            assertThat(after.get(i)).isIn(before.get(i), NEW);
        }
        assertThat(RehashExample.differing(before, after)).isBetween(0.07, 0.12);
    }

    @ParameterizedTest
    @MethodSource("consistent")
    @DisplayName("A middle node that leaves gives away only its own keys on the ring and by rendezvous; jump hash renumbers the nodes behind it")
    void removing(Scheme scheme) {
        var left = new ArrayList<>(TEN);
        left.remove("node-5");
        var before = RehashExample.owners(scheme, TEN, KEYS);
        var after = RehashExample.owners(scheme, left, KEYS);
        long strangers = IntStream.range(0, KEYS)
                .filter(i -> !before.get(i).equals("node-5") && !before.get(i).equals(after.get(i))).count();
        if (scheme.anyMayGo()) {
            assertThat(strangers).isZero();
        } else {
            assertThat(strangers).isGreaterThan(KEYS / 4);
        }
    }

    @Test
    @DisplayName("The jump hash wrapper refuses to drop any node but the last, and says why")
    void jumpHash() {
        var bins = Bin.row(10);
        var jump = new JumpHash<>(bins);
        assertThatThrownBy(() -> jump.without(bins.get(5))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("can only drop the last target, bin-9, not bin-5");
        var without = jump.without(bins.get(9));
        for (int i = 0; i < 1_000; i++) {
            var owner = jump.pick("key-" + i);
            if (owner != bins.get(9)) {
                assertThat(without.pick("key-" + i)).isSameAs(owner);
            }
        }
    }

    private static double fullest(String scheme) {
        return fullest(scheme(scheme));
    }

    private static double fullest(Scheme scheme) {
        return RehashExample.fullest(RehashExample.owners(scheme, TEN, 100_000)) * 10 / 100_000.0;
    }

    @Test
    @DisplayName("The fullest node of ten owns more than twice the mean with 1 or 4 points a node, at most 1.3 times with 100")
    void virtualNodes() {
        assertThat(fullest("ring, 1 point a node")).isGreaterThan(2);
        assertThat(fullest("ring, 4 points")).isGreaterThan(2);
        assertThat(fullest("ring, 100 points")).isLessThanOrEqualTo(1.3);
    }

    @Test
    @DisplayName("Bytes joined by OR without `& 0xff` leave more than twice the mean on one node even with 200 points, with the mask at most 1.3 times")
    void signExtension() {
        assertThat(fullest("its hash, 200 points")).isGreaterThan(2);
        assertThat(fullest("its hash with & 0xff")).isLessThanOrEqualTo(1.3);
    }

    @Test
    @DisplayName("Vert.x's ring and a ring with the copied hash give every key the same owner")
    void copiedHash() {
        assertThat(RehashExample.owners(scheme("its hash, 200 points"), TEN, KEYS))
                .isEqualTo(RehashExample.owners(scheme("Vert.x, 200 points"), TEN, KEYS));
    }

    @Test
    @DisplayName("Without the mask half of all hashes are one of 128 numbers")
    void clumped() {
        var hashes = IntStream.range(0, KEYS).mapToLong(i -> Hashes.signExtended("key-" + i)).toArray();
        var clump = IntStream.range(0, KEYS).filter(i -> hashes[i] >= -128 && hashes[i] < 0).count();
        assertThat(clump).isBetween(KEYS * 45L / 100, KEYS * 55L / 100);
        assertThat(IntStream.range(0, KEYS).mapToLong(i -> Hashes.masked("key-" + i)).distinct().count())
                .isEqualTo(KEYS);
    }

    @Test
    void theExampleCountsEveryScheme() {
        var rows = RehashExample.run(5, 1_000);
        assertThat(rows).hasSameSizeAs(RehashExample.SCHEMES).allMatch(row -> row.movedByAdding() > 0);
        assertThat(rows).filteredOn(row -> row.movedByRemoving() == null).extracting(row -> row.scheme())
                .containsExactly("jump hash (Guava)");
    }
}
