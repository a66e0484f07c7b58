package handbook.support.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import handbook.support.console.Figures;
import handbook.support.example.Example;
import handbook.support.example.Failure;
import handbook.support.process.ChildJvm;

/// Runs a module's examples and keeps what they printed: `Capture MODULE [ID...]`.
public final class Capture {
    private Capture() {}

    /// Runs the examples, or those named, one after the other, writes the standard output of each to
    /// `docs/output/<id>.txt`, and renders the answers. Ends with exit code 1 when one failed (its file is left as it
    /// was), 2 when there is no example of a name.
    ///
    /// @param args the module's folder, the ids
    /// @throws IOException when a file cannot be written
    public static void main(String[] args) throws IOException {
        System.exit(capture(Path.of(args[0]), List.of(args).subList(1, args.length), System.out::println));
    }

    static int capture(Path module, List<String> named, Consumer<String> says) throws IOException {
        var examples = Group.read(module).examples();
        if (!examples.keySet().containsAll(named)) {
            says.accept("Of " + named + " not all are examples of this module; there are " + examples.keySet());
            return 2;
        }
        boolean good = true;
        for (var example : examples.entrySet()) {
            if (named.isEmpty() || named.contains(example.getKey())) {
                var file = module.resolve("docs/output").resolve(example.getKey() + ".txt");
                good &= capture(example.getValue(), file, says);
            }
        }
        good &= Render.render(module, says);
        return good ? 0 : 1;
    }

    private static boolean capture(Class<? extends Example> example, Path file, Consumer<String> says)
            throws IOException {
        var start = System.nanoTime();
        try {
            var ended = ChildJvm.run(example, List.of());
            if (ended.exitCode() != 0) {
                throw new Failure("it ended with " + ended.exitCode() + " and said " + ended.err());
            }
            Files.createDirectories(file.getParent());
            new Page(file, ended.out().stream().map(String::stripTrailing).toList()).write();
            says.accept("Captured " + file.getFileName() + " in " + Figures.time(System.nanoTime() - start)
                    + (ended.err().isEmpty() ? "" : "; its error output was " + ended.err()));
            return true;
        } catch (Failure e) {
            says.accept(file.getFileName() + " is left as it was: " + e.getMessage());
            return false;
        }
    }
}
