package handbook.support.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;

/// Whether the topics of a group stand alone, by their compiled classes.
final class IsolationCheck {
    private static final int PREVIEW = 0xFFFF;

    private IsolationCheck() {}

    /// Checks a group's classes, tests and benchmarks.
    ///
    /// @param group the group; its classes and tests must have been compiled
    /// @return what is wrong, a sentence each
    static List<String> problems(Group group) {
        var main = group.folder().resolve("target/classes");
        var test = group.folder().resolve("target/test-classes");
        var problems = new ArrayList<String>();
        for (var groupPackage : Folder.folders(group.folder().resolve("src/main/java/handbook"))) {
            var all = new ClassFileImporter().importPaths(main, test);
            problems.addAll(topicsSeeEachOther("handbook." + groupPackage.getFileName(), all));
        }
        problems.addAll(broken(noClasses().should().dependOnClassesThat()
                .resideInAnyPackage("org.junit..", "org.assertj..", "org.awaitility..", "com.tngtech.archunit..")
                .because("main code does not use what is there for tests: move it to src/test"),
                new ClassFileImporter().importPath(main)));
        for (var file : Folder.files(group.folder().resolve("target"))) {
            if (file.toString().endsWith(".class") && isPreview(file)) {
                problems.add(group.shown(file) + " is compiled with preview features: keep them in src/preview, for a "
                        + "child JVM to run");
            }
        }
        return problems;
    }

    /// Checks that no topic of a package depends on another one.
    ///
    /// @param groupPackage for example `handbook.core`
    /// @param classes the classes
    /// @return what is wrong, a sentence each
    static List<String> topicsSeeEachOther(String groupPackage, JavaClasses classes) {
        return broken(slices().matching(groupPackage + ".(*)..").should().notDependOnEachOther()
                .because("a topic stands alone: move what two need to support"), classes);
    }

    /// What breaks a rule; nothing where no class is concerned.
    static List<String> broken(ArchRule rule, JavaClasses classes) {
        var result = rule.allowEmptyShould(true).evaluate(classes);
        return result.hasViolation() ? List.of(result.getFailureReport().toString()) : List.of();
    }

    private static boolean isPreview(Path file) {
        try (var in = new DataInputStream(Files.newInputStream(file))) {
            in.skipNBytes(4);
            return in.readUnsignedShort() == PREVIEW;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
