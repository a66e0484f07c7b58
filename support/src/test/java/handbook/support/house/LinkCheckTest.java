package handbook.support.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkCheckTest {
    @TempDir
    Path folder;

    @BeforeEach
    void anotherPage() throws IOException {
        Files.writeString(folder.resolve("other.md"), "# Other\n\n## Use `when`: a, or b?\n");
    }

    private List<String> problems(String text) {
        return LinkCheck.problems(new Page(folder.resolve("page.md"), text.lines().toList()), "page.md");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a](other.md)", "[a](other.md#use-when-a-or-b)", "[a](https://example.org/nowhere)",
            "`[a](code.md)`", "```\n[a](fenced.md)\n```", "`/home` is a folder", "± 2 · 3 → 4 ✓"})
    void letsPass(String text) {
        assertThat(problems(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a](missing.md)", "see [`a`](other.md), [b](missing.md#x)"})
    void aLinkThatLeadsNowhere(String text) {
        assertThat(problems(text)).singleElement().asString().contains("page.md: the link 'missing.md",
                "leads nowhere");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a](other.md#use-when)", "[a](#not-here)"})
    void anAnchorThatIsNotThere(String text) throws IOException {
        Files.writeString(folder.resolve("page.md"), "# Page\n");
        assertThat(problems(text)).singleElement().asString().contains("names a heading that is not there");
    }

    @Test
    void emojiAndPathsOfOneMachine() {
        assertThat(problems("fine\nwell done \uD83D\uDE80\n```\nat /home/me/handbook/x\n```")).satisfiesExactly(
                emoji -> assertThat(emoji).contains("line 2 has an emoji"),
                path -> assertThat(path).contains("line 4 has a path of one machine"));
    }
}
