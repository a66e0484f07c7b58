package handbook.concurrency.model;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// The C library's `qsort`, called through the foreign function API, with a comparator in Java. While the comparator
/// runs, a native frame lies on the thread's stack.
final class NativeSort {
    private NativeSort() {}

    /// Sorts two numbers.
    ///
    /// @param whenComparing runs inside the comparator
    /// @return the smaller one, 1
    @SuppressWarnings("restricted") // native access is granted by the flag --enable-native-access
    static int sortTwo(Runnable whenComparing) {
        var linker = Linker.nativeLinker();
        try (var arena = Arena.ofConfined()) {
            var qsort = linker.downcallHandle(linker.defaultLookup().findOrThrow("qsort"), FunctionDescriptor.ofVoid(
                    ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
            var element = ValueLayout.ADDRESS.withTargetLayout(ValueLayout.JAVA_INT);
            var compare = MethodHandles.lookup()
                    .findStatic(NativeSort.class, "compare", MethodType.methodType(int.class,
                            Runnable.class, MemorySegment.class, MemorySegment.class))
                    .bindTo(whenComparing);
            var comparator = linker.upcallStub(compare,
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, element, element), arena);
            var numbers = arena.allocateFrom(ValueLayout.JAVA_INT, 2, 1);
            qsort.invokeExact(numbers, 2L, (long) Integer.BYTES, comparator);
            return numbers.get(ValueLayout.JAVA_INT, 0);
        } catch (Throwable e) { // what a method handle declares
            throw new IllegalStateException("qsort could not be called", e);
        }
    }

    private static int compare(Runnable whenComparing, MemorySegment left, MemorySegment right) {
        whenComparing.run();
        return Integer.compare(left.get(ValueLayout.JAVA_INT, 0), right.get(ValueLayout.JAVA_INT, 0));
    }
}
