package handbook.support.house;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import handbook.support.house.Page.Written;

/// Writes into a module's answers and indexes what can be written: `Render MODULE`.
public final class Render {
    private final Group group;
    private final Consumer<String> says;
    private int problems;

    private Render(Group group, Consumer<String> says) {
        this.group = group;
        this.says = says;
    }

    /// Writes code, captured outputs and measured tables into the answers, and the rows of the indexes; says which
    /// files it changed. Ends with exit code 1 when something has no source.
    ///
    /// @param args the module's folder
    public static void main(String[] args) {
        if (!render(Path.of(args[0]), System.out::println)) {
            System.exit(1);
        }
    }

    /// Writes what can be written.
    ///
    /// @param module the module's folder
    /// @param says takes a line for each file that was changed, and for each part that has no source
    /// @return whether everything had its source
    static boolean render(Path module, Consumer<String> says) {
        var render = new Render(Group.read(module), says);
        render.answers();
        render.indexes();
        return render.problems == 0;
    }

    private void answers() {
        for (var topic : group.topics()) {
            var parts = WrittenParts.of(topic);
            write(topic.answer().page(), parts.parts());
            for (var problem : parts.problems()) {
                says.accept(group.shown(topic.answer().page().file()) + ": " + problem);
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
        var python = group.root().resolve(PythonIndex.FILE);
        if (Files.exists(python)) {
            write(Page.read(python), PythonIndex.in(Page.read(python), group.root()));
        }
    }

    private void write(Page page, List<Written> parts) {
        var rendered = page.with(parts);
        if (!rendered.lines().equals(page.lines())) {
            rendered.write();
            says.accept("Wrote " + group.shown(page.file()));
        }
    }
}
