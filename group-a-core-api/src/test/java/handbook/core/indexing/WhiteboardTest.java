package handbook.core.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WhiteboardTest {
    private static final int ODD = 0x9E3779B1; // multiplied by it, every int gives another int

    @Test
    @DisplayName("Among a million keys, 100 on a page, a look-up in the B+tree touches at most 4 pages, inserted in order or not")
    void tree() {
        var inOrder = new BPlusTree();
        var shuffled = new BPlusTree();
        for (int i = 0; i < 1_000_000; i++) {
            inOrder.insert(i, i);
            shuffled.insert(i * ODD, i);
        }
        for (int i = 0; i < 1_000_000; i += 997) {
            assertThat(pages(inOrder, i)).isLessThanOrEqualTo(4);
            assertThat(pages(shuffled, i * ODD)).isLessThanOrEqualTo(4);
        }
    }

    @Test
    @DisplayName("Keys in order leave the B+tree's pages nine tenths full, keys at random do not")
    void fill() {
        int keys = 90_000;
        var inOrder = new BPlusTree();
        var atRandom = new BPlusTree();
        var random = new Random(1);
        for (int i = 0; i < keys; i++) {
            inOrder.insert(i, i);
            atRandom.insert(random.nextInt(), i);
        }
        inOrder.scan(Integer.MIN_VALUE, Integer.MAX_VALUE, row -> {});
        atRandom.scan(Integer.MIN_VALUE, Integer.MAX_VALUE, row -> {});
        assertThat(inOrder.pages()).isBetween(1_000L, 1_010L);
        assertThat(atRandom.pages()).isGreaterThan(1_200L);
    }

    @Test
    @DisplayName("In the bucket hash it touches 1 or 2 pages, however many keys there are")
    void hash() {
        for (int keys : new int[]{1_000, 200_000}) {
            var index = new BucketHash();
            for (int i = 0; i < keys; i++) {
                index.insert(i, i);
            }
            for (int i = 0; i < keys; i += 97) {
                assertThat(pages(index, i)).isBetween(1L, 2L);
            }
        }
    }

    @Test
    @DisplayName("Block ranges read 16 pages of the table where it lies in the key's order, and all of it where it does not")
    void ranges() {
        int keys = 64_000;
        var inOrder = new BlockRanges();
        var shuffled = new BlockRanges();
        for (int i = 0; i < keys; i++) {
            inOrder.insert(i, i);
            shuffled.insert(i * ODD, i);
        }
        int key = 4_711;
        assertThat(pages(inOrder, key)).isEqualTo(1 + BlockRanges.RANGE);
        assertThat(pages(shuffled, key * ODD)).isEqualTo(1 + keys / RowIndex.PAGE);
    }

    @Test
    @DisplayName("The inverted index finds the rows that have all of several elements, also those that still wait to be sorted in")
    void inverted() {
        var index = new InvertedIndex();
        for (int row = 0; row < 3_001; row++) {
            index.insert(row % 2, row);
            index.insert(100 + row % 3, row);
        }
        assertThat(index.findAll(List.of(1, 102))).hasSize(500).allMatch(row -> row % 6 == 5);
        index.insert(1, 3_005);
        index.insert(102, 3_005);
        assertThat(index.findAll(List.of(1, 102))).hasSize(501).endsWith(3_005);
        assertThat(index.findAll(List.of(1, 999))).isEmpty();
    }

    @Test
    void theExamplesKeys() {
        var shuffled = InsideExample.atRandom();
        assertThat(shuffled).isNotEqualTo(InsideExample.inOrder());
        assertThat(Arrays.stream(shuffled).sorted().toArray()).isEqualTo(InsideExample.inOrder());
        assertThat(InsideExample.pagesALookup(new BlockRanges(), InsideExample.inOrder())).isEqualTo(17);
        assertThat(InsideExample.pagesALookup(new BlockRanges(), InsideExample.atRandom())).isGreaterThan(900);
        assertThat(InsideExample.pagesALookup(new BPlusTree(), InsideExample.atRandom())).isEqualTo(3);
    }

    private static long pages(RowIndex index, int key) {
        var before = index.pages();
        assertThat(index.find(key)).hasSize(1);
        return index.pages() - before;
    }
}
