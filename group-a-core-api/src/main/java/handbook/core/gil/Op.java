package handbook.core.gil;

/// An opcode of the [TinyVm]. Each task has one register; all tasks share the memory.
public sealed interface Op {
    /// Register = memory.
    record Load(int slot) implements Op {}

    /// Register = register + n.
    record Add(long n) implements Op {}

    /// Memory = register.
    record Store(int slot) implements Op {}

    /// Memory = memory + n, in one step that nothing comes between.
    record AtomicAdd(int slot, long n) implements Op {}

    /// Runs a function that keeps the lock.
    record Call(Runnable body) implements Op {}

    /// Runs a function that waits for the outside world; the lock is free meanwhile.
    record Io(Runnable body) implements Op {}
}
