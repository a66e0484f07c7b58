package handbook.support.house;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The compiled classes of a package and the packages below it.
final class Classes {
    private Classes() {}

    /// Loads the classes of a package, without initialising them and without those that JMH generated.
    ///
    /// @param folder the folder of compiled classes, which must be on the class path
    /// @param packageName the package
    /// @return the classes, nested ones included, sorted by name
    static List<Class<?>> of(Path folder, String packageName) {
        var classes = new ArrayList<Class<?>>();
        for (var file : Folder.files(folder.resolve(packageName.replace('.', '/')))) {
            var name = folder.relativize(file).toString();
            if (name.endsWith(".class") && !name.contains("jmh_generated") && !name.endsWith("package-info.class")) {
                classes.add(load(name));
            }
        }
        return classes;
    }

    private static Class<?> load(String file) {
        var name = file.substring(0, file.length() - ".class".length()).replace('/', '.').replace('\\', '.');
        try {
            return Class.forName(name, false, Classes.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name + " lies in the folder of classes but not on the class path", e);
        }
    }
}
