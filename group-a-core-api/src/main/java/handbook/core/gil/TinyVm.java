package handbook.core.gil;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/// A bytecode machine that many threads run programs on, with a global lock or without one.
public final class TinyVm {
    /// The slots of the memory, numbered from 0.
    public static final int SLOTS = 8;
    private static final int APART = 16; // longs from slot to slot, so that no two share a cache line

    private final AtomicLongArray memory = new AtomicLongArray(SLOTS * APART);
    private final AtomicInteger executing = new AtomicInteger();
    private final AtomicInteger mostExecuting = new AtomicInteger();
    private final @Nullable Gil gil;

    /// @param gil the lock that a thread must hold to execute opcodes; null for none
    public TinyVm(@Nullable Gil gil) {
        this.gil = gil;
    }

    /// One thread's way through a program, which begins again at its end.
    public final class Task {
        private final List<Op> program;
        private long register;
        private long executed;

        private Task(List<Op> program) {
            this.program = program;
        }

        private Op next() {
            return program.get((int) (executed % program.size()));
        }

        private boolean isAtIo() {
            return next() instanceof Op.Io;
        }

        // @start region=step
        /// Executes the next opcode, whoever holds the lock.
        public void step() {
            switch (next()) {
                case Op.Load(int slot) -> register = memory.get(slot * APART);
                case Op.Add(long n) -> register += n;
                case Op.Store(int slot) -> memory.set(slot * APART, register);
                case Op.AtomicAdd(int slot, long n) -> memory.addAndGet(slot * APART, n);
                case Op.Call(Runnable body) -> body.run();
                case Op.Io(Runnable body) -> body.run();
            }
            executed++;
        }
        // @end

        /// The opcodes executed so far, those of all passes.
        public long executed() {
            return executed;
        }

        /// How often the program has been executed to its end.
        public long passes() {
            return executed / program.size();
        }

        /// Whether the program has been begun and is not at its end.
        public boolean isMidPass() {
            return executed % program.size() != 0;
        }
    }

    /// A task that has executed nothing yet.
    ///
    /// @param program its opcodes, at least one; slots are 0 to 7
    /// @return the task, for one thread
    public Task task(List<Op> program) {
        if (program.isEmpty()) {
            throw new IllegalArgumentException("no opcodes");
        }
        return new Task(List.copyOf(program));
    }

    // @start region=run
    /// Runs a task in the calling thread for as long as it should.
    ///
    /// @param task the task
    /// @param more asked before each opcode whether to go on
    /// @throws InterruptedException when the thread is interrupted while it waits for the lock
    public void run(Task task, BooleanSupplier more) throws InterruptedException {
        while (more.getAsBoolean()) {
            attach();
            try {
                while (more.getAsBoolean() && !task.isAtIo() && !isGilRequested()) {
                    task.step();
                }
            } finally {
                detach();
            }
            if (more.getAsBoolean() && task.isAtIo()) {
                task.step(); // the lock is free meanwhile
            }
        }
    }

    private void attach() throws InterruptedException {
        if (gil != null) {
            gil.take();
        }
        mostExecuting.accumulateAndGet(executing.incrementAndGet(), Math::max);
    }

    private void detach() {
        executing.decrementAndGet();
        if (gil != null) {
            gil.letGo();
        }
    }

    private boolean isGilRequested() {
        return gil != null && gil.isRequested();
    }
    // @end

    /// The value in a slot of the memory, 0 at first.
    public long read(int slot) {
        return memory.get(slot * APART);
    }

    /// The largest number of threads that were free to execute opcodes at the same time.
    public int mostExecuting() {
        return mostExecuting.get();
    }
}
