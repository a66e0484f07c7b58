package handbook.support.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimCheckTest {
    private static final String COMPILED = "target/test-classes/handbook/sample/sheep/";

    @TempDir
    Path root;

    @Test
    void aClaimWithoutItsTestAndATestWithoutItsClaim() throws IOException {
        var sample = Sample.in(root);
        sample.spoil(Sample.ANSWER, "`size` counts each sheep (", "`size` counts most sheep (");
        assertThat(ClaimCheck.problems(sample.topic())).satisfiesExactly(
                claim -> assertThat(claim).contains("'size counts most sheep' is the @DisplayName of no test"),
                test -> assertThat(test)
                        .contains("WithSheep.size proves 'size counts each sheep', which is not among"));
    }

    @Test
    void aClaimThatLinksToAnotherTest() throws IOException {
        var sample = Sample.in(root);
        sample.spoil(Sample.ANSWER,
                "each sheep ([EmptyFlockTest](../src/test/java/handbook/sample/sheep/EmptyFlockTest",
                "each sheep ([FlockContract](../src/test/java/handbook/sample/sheep/FlockContract");
        assertThat(ClaimCheck.problems(sample.topic())).singleElement().asString()
                .contains("links to ../src/test", "but its test is in EmptyFlockTest: mend the link");
    }

    @Test
    void aClaimOfAContractMayLinkToTheClassThatInheritsIt() throws IOException {
        var sample = Sample.in(root);
        sample.spoil(Sample.ANSWER, "[FlockContract](../src/test/java/handbook/sample/sheep/FlockContract",
                "[EmptyFlockTest](../src/test/java/handbook/sample/sheep/EmptyFlockTest");
        assertThat(ClaimCheck.problems(sample.topic())).isEmpty();
    }

    @Test
    void aClaimThatStandsThereTwice() throws IOException {
        var sample = Sample.in(root);
        var claim = sample.text(Sample.ANSWER).lines().filter(line -> line.startsWith("- `size`")).findFirst()
                .orElse("");
        sample.spoil(Sample.ANSWER, claim, claim + "\n" + claim);
        assertThat(ClaimCheck.problems(sample.topic())).singleElement().asString().contains("stands there twice");
    }

    @Test
    void aTestThatTheBuildDoesNotRun() throws IOException {
        var sample = Sample.in(root);
        Files.delete(sample.module.resolve(COMPILED + "EmptyFlockTest.class"));
        Files.delete(sample.module.resolve(COMPILED + "EmptyFlockTest$WithSheep.class"));
        assertThat(ClaimCheck.problems(sample.topic())).anySatisfy(
                found -> assertThat(found).contains("the build does not run FlockContract.oneMore"));
    }
}
