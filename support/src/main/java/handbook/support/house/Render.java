package handbook.support.house;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import handbook.support.house.Page.Written;

/// Writes into a module's answers and indexes what can be written: `Render MODULE`.
public final class Render {
    private final Group group;
    private int problems;

    private Render(Group group) {
        this.group = group;
    }

    /// Writes code, captured outputs and measured tables into the answers, and the rows of the indexes; says which files
    /// it changed. Ends with exit code 1 when something has no source.
    ///
    /// @param args the module's folder
    public static void main(String[] args) {
        if (!render(Path.of(args[0]))) {
            System.exit(1);
        }
    }

    /// Writes what can be written.
    ///
    /// @param module the module's folder
    /// @return whether everything had its source
    static boolean render(Path module) {
        var render = new Render(Group.read(module));
        render.answers();
        render.indexes();
        return render.problems == 0;
    }

    private void answers() {
        for (var topic : group.topics()) {
            var parts = WrittenParts.of(topic);
            write(topic.answer().page(), parts.parts());
            for (var problem : parts.problems()) {
                System.err.println(group.shown(topic.answer().page().file()) + ": " + problem);
                problems++;
            }
        }
    }

    private void indexes() {
        var own = group.folder().resolve("README.md");
        var root = group.root().resolve("README.md");
        if (!Files.exists(own)) {
            return;
        }
        var readme = Page.read(own);
        var index = new Index(group, readme);
        write(readme, index.inGroup(readme));
        if (Files.exists(root)) {
            write(Page.read(root), index.inRoot(Page.read(root)));
        }
    }

    private void write(Page page, List<Written> parts) {
        var rendered = page.with(parts);
        if (!rendered.lines().equals(page.lines())) {
            rendered.write();
            System.out.println("Wrote " + group.shown(page.file()));
        }
    }
}
