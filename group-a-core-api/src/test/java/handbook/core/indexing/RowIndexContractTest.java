package handbook.core.indexing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every index must answer, the whiteboard's and PostgreSQL's.
class RowIndexContractTest extends OnPostgres {
    private static final int MANY = 30_000; // the B+tree gets three levels

    private enum Kind {
        B_PLUS_TREE(BPlusTree::new, MANY), BUCKET_HASH(BucketHash::new, MANY), INVERTED_INDEX(InvertedIndex::new,
                MANY), BLOCK_RANGES(BlockRanges::new, MANY), POSTGRES_BTREE(
                        () -> new PostgresIndex.Ranged(session, "btree"),
                        500), POSTGRES_HASH(() -> new PostgresIndex(session, "hash"), 500), POSTGRES_GIN(
                                RowIndexContractTest::gin,
                                500), POSTGRES_BRIN(() -> new PostgresIndex.Ranged(session, "brin"), 500);

        private final Supplier<RowIndex> index;
        private final int operations;

        Kind(Supplier<RowIndex> index, int operations) {
            this.index = index;
            this.operations = operations;
        }
    }

    private static RowIndex gin() {
        try {
            assumeTrue(session.load("btree_gin"), "the server has no btree_gin");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new PostgresIndex.Ranged(session, "gin");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("Random inserts, deletes and look-ups, with many rows a key: each index answers as a TreeMap does, ranges too where it has an order")
    void answersAsATreeMap(Kind kind) {
        var index = kind.index.get();
        var oracle = new TreeMap<Integer, TreeSet<Integer>>();
        var random = new Random(1);
        int keys = kind.operations / 20;
        for (int i = 0; i < kind.operations; i++) {
            if (i == kind.operations / 2) {
                deleteAll(index, oracle.subMap(-keys / 4, keys / 4));
                assertRange(index, oracle, Integer.MIN_VALUE, Integer.MAX_VALUE);
            }
            int key = random.nextInt(-keys / 2, keys / 2);
            int row = random.nextInt(100);
            switch (random.nextInt(8)) {
                case 0 -> assertThat(index.find(key)).isEqualTo(rows(oracle, key, key));
                case 1 -> assertRange(index, oracle, key, key + random.nextInt(50));
                case 2 -> {
                    var rows = oracle.computeIfAbsent(key, none -> new TreeSet<>());
                    int there = Objects.requireNonNullElse(rows.ceiling(row), row); // mostly one that is there
                    index.delete(key, there);
                    rows.remove(there);
                }
                default -> {
                    if (oracle.computeIfAbsent(key, none -> new TreeSet<>()).add(row)) {
                        index.insert(key, row);
                    }
                }
            }
        }
        assertRange(index, oracle, Integer.MIN_VALUE, Integer.MAX_VALUE);
        assertThat(index.pages()).isPositive();
    }

    private static void deleteAll(RowIndex index, SortedMap<Integer, TreeSet<Integer>> block) {
        block.forEach((key, rows) -> {
            rows.forEach(row -> index.delete(key, row));
            assertThat(index.find(key)).isEmpty();
        });
        block.clear();
    }

    private static void assertRange(RowIndex index, TreeMap<Integer, TreeSet<Integer>> oracle, int from, int to) {
        if (index instanceof RowIndex.Ordered ordered) {
            assertThat(ordered.range(from, to)).isEqualTo(rows(oracle, from, to));
        }
    }

    private static List<Integer> rows(TreeMap<Integer, TreeSet<Integer>> oracle, int from, int to) {
        return oracle.subMap(from, true, to, true).values().stream().flatMap(TreeSet::stream).toList();
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyIndexFindsNothing(Kind kind) {
        var index = kind.index.get();
        assertThat(index.find(7)).isEmpty();
        index.delete(7, 7);
        index.insert(7, 7);
        index.delete(7, 7);
        assertThat(index.find(7)).isEmpty();
    }
}
