package handbook.support.example;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

import picocli.CommandLine.Command;

/// Finds the examples of a module by their ids and runs one: `Launcher CLASSES ID [ARGUMENT...]`.
///
/// A class whose name ends with `Example` and that has a picocli [Command] is an example; the command's name is its id.
public final class Launcher {
    private Launcher() {}

    /// Runs one example in this JVM; a wrong id lists the right ones and ends with exit code 2, classes that cannot be
    /// searched are one line and end with 1.
    ///
    /// @param args the module's folder of compiled classes, the example's id, the example's own arguments
    /// @throws Throwable what the example's `main` threw
    public static void main(String[] args) throws Throwable {
        SortedMap<String, Class<? extends Example>> examples;
        try {
            examples = find(Path.of(args[0]));
        } catch (Failure e) {
            System.err.println(e.getMessage());
            System.exit(1);
            return;
        }
        var id = args.length > 1 ? args[1] : "";
        var example = examples.get(id);
        if (example == null) {
            System.err.println("No example '" + id + "' here. The examples of this module:");
            examples.keySet().forEach(known -> System.err.println("  " + known));
            System.exit(2);
            return;
        }
        var rest = Arrays.copyOfRange(args, 2, args.length);
        try {
            example.getMethod("main", String[].class).invoke(null, (Object) rest);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /// The examples of a module.
    ///
    /// @param classes the module's folder of compiled classes
    /// @return id to class, sorted by id
    /// @throws Failure when there is no such folder, or two examples have the same id
    public static SortedMap<String, Class<? extends Example>> find(Path classes) {
        var found = new TreeMap<String, Class<? extends Example>>();
        try (var files = Files.walk(classes)) {
            for (var file : (Iterable<Path>) files.filter(f -> f.toString().endsWith("Example.class"))::iterator) {
                var type = load(classes.relativize(file));
                var command = type.getAnnotation(Command.class);
                if (command == null || !Example.class.isAssignableFrom(type)) {
                    continue;
                }
                var other = found.put(command.name(), type.asSubclass(Example.class));
                if (other != null) {
                    throw new Failure("Two examples have the id '" + command.name() + "': "
                            + other.getName() + " and " + type.getName() + ". Rename one.");
                }
            }
        } catch (IOException e) {
            throw new Failure("Cannot read the compiled classes in " + classes + ": run 'mvn compile' first", e);
        }
        return found;
    }

    /// Loads the class of a class file, without initialising it.
    ///
    /// @param file the file, relative to its folder of compiled classes
    /// @return the class
    /// @throws IllegalStateException when that folder is not on the class path
    public static Class<?> load(Path file) {
        var name = file.toString().replace(file.getFileSystem().getSeparator(), ".").replaceAll("\\.class$", "");
        try {
            return Class.forName(name, false, Launcher.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name + " lies in the folder of classes but not on the class path", e);
        }
    }
}
