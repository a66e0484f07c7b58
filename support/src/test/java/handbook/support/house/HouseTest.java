package handbook.support.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;

/// What the house asks of this module.
class HouseTest {
    private final JavaClasses support = new ClassFileImporter().importPath(Path.of("target/classes"));

    @TestFactory
    Stream<DynamicNode> pagesBesideTheGroups() {
        return House.pages(Path.of("..").toAbsolutePath().normalize());
    }

    @Test
    void supportKnowsNoTopic() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage("handbook.core..", "handbook.performance..",
                "handbook.concurrency..", "handbook.deployment..", "handbook.scalability..").check(support);
    }

    @Test
    void onlyTheChecksSeeJUnitAndArchUnit() {
        noClasses().that().resideOutsideOfPackage("handbook.support.house").should().dependOnClassesThat()
                .resideInAnyPackage("org.junit..", "com.tngtech.archunit..").check(support);
    }
}
