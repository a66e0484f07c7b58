package handbook.core.gil;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Every order in which two programs can interleave, opcode by opcode: no threads, and no luck.
class LostAdditionTest {
    @Test
    @DisplayName("Of the 20 orders in which two LOAD-ADD-STORE sequences can interleave, 18 lose an addition")
    void eighteenOfTwentyLose() {
        var sums = sumsOfAllOrders(List.of(new Op.Load(0), new Op.Add(1), new Op.Store(0)));
        assertThat(sums).hasSize(20).filteredOn(sum -> sum == 1).hasSize(18);
        assertThat(sums).filteredOn(sum -> sum == 2).hasSize(2);
    }

    @Test
    @DisplayName("With an atomic addition no order loses one")
    void atomicAdditionsAreNotLost() {
        assertThat(sumsOfAllOrders(List.of(new Op.AtomicAdd(0, 1)))).hasSize(2).containsOnly(2L);
    }

    /// The sum in slot 0 after each order in which two tasks can execute a program's opcodes one by one.
    private static List<Long> sumsOfAllOrders(List<Op> program) {
        int steps = 2 * program.size();
        var sums = new ArrayList<Long>();
        for (int order = 0; order < 1 << steps; order++) { // bit i: whose turn step i is
            if (Integer.bitCount(order) == program.size()) {
                var vm = new TinyVm(null);
                var tasks = List.of(vm.task(program), vm.task(program));
                for (int i = 0; i < steps; i++) {
                    tasks.get(order >> i & 1).step();
                }
                sums.add(vm.read(0));
            }
        }
        return sums;
    }
}
