package handbook.support.process;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/// Runs another class's `main` in a child JVM and ends the child when its parent dies, also by `kill -9`.
public final class ChildMain {
    private static final int PARENT_IS_GONE = 143;

    private ChildMain() {}

    /// Runs a class's `main`.
    ///
    /// @param args the parent's pid, the class's name, the class's own arguments
    /// @throws Throwable what the class's `main` threw
    public static void main(String[] args) throws Throwable {
        dieWith(Long.parseLong(args[0]));
        var main = Class.forName(args[1]).getDeclaredMethod("main", String[].class);
        main.setAccessible(true);
        try {
            main.invoke(null, (Object) Arrays.copyOfRange(args, 2, args.length));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static void dieWith(long parent) {
        ProcessHandle.of(parent).ifPresentOrElse(
                handle -> handle.onExit().thenRun(() -> Runtime.getRuntime().halt(PARENT_IS_GONE)),
                () -> Runtime.getRuntime().halt(PARENT_IS_GONE));
    }
}
