package handbook.support.house;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import handbook.support.bench.Measured;
import handbook.support.house.Page.Fence;
import handbook.support.house.Page.Written;

/// The parts of an answer that a command writes: code from the sources, captured output, measured tables.
final class WrittenParts {
    private static final Pattern CODE = Pattern.compile("\\w+ ([\\w.-]+)#([\\w-]+)");
    private static final Pattern OUTPUT = Pattern.compile("text ([a-z0-9-]+)");

    private final Topic topic;
    private final List<Written> parts = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private WrittenParts(Topic topic) {
        this.topic = topic;
    }

    static WrittenParts of(Topic topic) {
        var parts = new WrittenParts(topic);
        topic.answer().page().fences().forEach(parts::fence);
        parts.measured();
        return parts;
    }

    /// What should stand in the answer.
    List<Written> parts() {
        return parts;
    }

    /// Which parts have no source, and what to do; each a sentence about the answer.
    List<String> problems() {
        return problems;
    }

    private void fence(Fence fence) {
        var code = CODE.matcher(fence.info());
        var output = OUTPUT.matcher(fence.info());
        if (code.matches()) {
            code(fence, code.group(1), code.group(2));
        } else if (fence.info().matches("java( .*)?")) {
            problems.add("the block '```" + fence.info() + "' (line " + fence.from()
                    + ") is no region of the sources: write '```java File.java#region'");
        } else if (output.matches()) {
            output(fence, output.group(1));
        }
    }

    private void code(Fence fence, String file, String region) {
        var sources = topic.sourceFiles(file);
        if (sources.size() != 1) {
            problems.add("the block '" + fence.info() + "' names " + file + ", of which there are " + sources.size()
                    + " in the topic's folders");
            return;
        }
        Region.read(sources.getFirst(), region).ifPresentOrElse(lines -> add(fence, lines),
                () -> problems.add("the block '" + fence.info() + "' names a region that is not there: put '// @start "
                        + "region=" + region + "' and '// @end' around it in " + file));
    }

    private void output(Fence fence, String id) {
        var file = topic.output(id);
        if (Files.exists(file)) {
            add(fence, Page.read(file).lines());
        } else {
            problems.add("the block '" + fence.info() + "' shows docs/output/" + id
                    + ".txt, which is not there: run exec:exec@capture with -Dargs=\"" + id + "\"");
        }
    }

    private void measured() {
        var measured = Measured.read(topic.measured()).markdown();
        for (var part : topic.answer().page().between("<!-- measured -->", "<!-- end measured -->")) {
            if (measured.isEmpty()) {
                problems.add("it has a measured table, but there is no docs/measured/" + topic.measured().getFileName()
                        + ": run exec:exec@bench, or remove the marks");
            } else {
                parts.add(new Written("measured", part.from(), part.to(), measured));
            }
        }
    }

    private void add(Fence fence, List<String> wanted) {
        parts.add(new Written(fence.info(), fence.from(), fence.to(), wanted));
    }
}
