package handbook.core.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import handbook.support.server.Postgres;

/// What every index must answer, the whiteboard's and PostgreSQL's.
class RowIndexContractTest {
    private static Postgres postgres;
    private static Session session;

    private enum Kind {
        B_PLUS_TREE(BPlusTree::new, 10_000), BUCKET_HASH(BucketHash::new, 10_000), INVERTED_INDEX(InvertedIndex::new,
                10_000), BLOCK_RANGES(BlockRanges::new, 10_000), POSTGRES_BTREE(
                        () -> new PostgresIndex.Ranged(session, "btree"),
                        500), POSTGRES_HASH(() -> new PostgresIndex(session, "hash"), 500), POSTGRES_GIN(
                                () -> new PostgresIndex.Ranged(session, "gin"),
                                500), POSTGRES_BRIN(() -> new PostgresIndex.Ranged(session, "brin"), 500);

        private final Supplier<RowIndex> index;
        private final int operations;

        Kind(Supplier<RowIndex> index, int operations) {
            this.index = index;
            this.operations = operations;
        }
    }

    @BeforeAll
    static void open() throws SQLException {
        postgres = Postgres.open();
        session = Session.on(postgres);
        session.load("btree_gin");
    }

    @AfterAll
    static void close() throws SQLException {
        session.close();
        postgres.close();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("Random inserts, deletes and look-ups, with many rows a key: each index answers as a TreeMap does, ranges too where it has an order")
    void answersAsATreeMap(Kind kind) {
        var index = kind.index.get();
        var oracle = new TreeMap<Integer, TreeSet<Integer>>();
        var random = new Random(1);
        for (int i = 0; i < kind.operations; i++) {
            int key = random.nextInt(kind.operations / 5) - kind.operations / 10;
            int row = random.nextInt(20);
            switch (random.nextInt(8)) {
                case 0 -> assertThat(index.find(key)).isEqualTo(rows(oracle, key, key));
                case 1 -> assertRange(index, oracle, key, key + random.nextInt(50));
                case 2 -> {
                    index.delete(key, row);
                    oracle.getOrDefault(key, new TreeSet<>()).remove(row);
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
