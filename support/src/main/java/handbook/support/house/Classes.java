package handbook.support.house;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import handbook.support.example.Launcher;

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
            var name = file.toString();
            if (name.endsWith(".class") && !name.contains("jmh_generated") && !name.endsWith("package-info.class")) {
                classes.add(Launcher.load(folder.relativize(file)));
            }
        }
        return classes;
    }
}
