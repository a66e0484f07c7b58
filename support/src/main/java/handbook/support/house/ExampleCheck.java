package handbook.support.house;

import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

import handbook.support.example.Example;
import handbook.support.example.RunResult;
import handbook.support.house.Page.Fence;

/// Whether a topic's examples have the manners of the house: id, doc comment, help, refusal of nonsense, a place in the
/// answer.
final class ExampleCheck {
    private final Topic topic;

    private ExampleCheck(Topic topic) {
        this.topic = topic;
    }

    /// Checks the examples of a topic.
    ///
    /// @param topic the topic
    /// @param group its group
    /// @return what is wrong, a sentence each
    static List<String> problems(Topic topic, Group group) {
        var check = new ExampleCheck(topic);
        var problems = new Problems(topic.packageName());
        check.ids(group, problems);
        check.hidden(problems);
        topic.examples().forEach((id, type) -> check.example(id, type, problems));
        problems.addAll(check.seeIt());
        return problems.all();
    }

    private void ids(Group group, Problems problems) {
        var words = topic.examples().keySet().stream().map(ExampleCheck::firstWord).distinct().toList();
        problems.require(words.size() <= 1, "the ids of its examples begin with different words, " + words
                + ": begin all with the topic's short name");
        for (var other : group.topics()) {
            problems.require(other.equals(topic)
                    || other.examples().keySet().stream().noneMatch(id -> words.contains(firstWord(id))),
                    "ids of " + other.packageName() + " begin with " + words
                            + " too: give each topic a word of its own");
        }
    }

    private static String firstWord(String id) {
        return id.split("-")[0];
    }

    private void hidden(Problems problems) {
        for (var type : Classes.of(topic.module().resolve("target/classes"), topic.packageName())) {
            problems.require(
                    !Example.class.isAssignableFrom(type) || Modifier.isAbstract(type.getModifiers())
                            || topic.examples().containsValue(type),
                    type.getSimpleName()
                            + " is an example that nobody finds: let its name end with Example and give it "
                            + "a @Command");
        }
    }

    private void example(String id, Class<? extends Example> type, Problems problems) {
        problems.require(Modifier.isPublic(type.getModifiers()), type.getSimpleName() + " is not public: make it so, "
                + "the launcher calls its main");
        docComment(id, type, problems);
        var help = run(type, "--help");
        problems.require(help.exitCode() == 0 && help.out().contains(id) && help.err().isEmpty(),
                id + " --help must end with 0, print its id, and print no error; it ended with " + help.exitCode()
                        + " and '"
                        + help.err().strip() + "'");
        var nonsense = run(type, "--no-such-option");
        problems.require(
                nonsense.exitCode() == 2 && nonsense.err().lines().count() == 1 && nonsense.out().isEmpty(),
                id + " --no-such-option must end with 2, one line of error, and no output; it ended with "
                        + nonsense.exitCode() + " and '" + nonsense.err().strip() + "'");
    }

    private void docComment(String id, Class<? extends Example> type, Problems problems) {
        var file = topic.sources("main").resolve(type.getSimpleName() + ".java");
        var source = topic.sourceFiles(type.getSimpleName() + ".java");
        if (source.size() != 1) {
            problems.add("the source of " + type.getName() + " is not where its package says: " + file);
            return;
        }
        var text = String.join("\n", Page.read(source.getFirst()).lines());
        var comment = text.substring(0, Math.max(0, text.indexOf(" class " + type.getSimpleName())));
        for (var part : List.of("*Predict*", "*Run*", "*Why*", Index.command(id, topic.moduleName()),
                "docs/output/" + id + ".txt")) {
            problems.require(comment.contains(part),
                    type.getSimpleName() + "'s doc comment has no '" + part + "': add it");
        }
    }

    private List<String> seeIt() {
        var problems = new Problems(topic.shown(topic.answer().page().file()));
        var shown = topic.answer().examples();
        for (var id : topic.examples().keySet()) {
            problems.require(shown.contains(id),
                    "its section 'See it' does not show " + id + ": add '### `" + id + "`'");
            problems.require(Files.exists(topic.output(id)),
                    "docs/output/" + id + ".txt is missing: run exec:exec@capture with -Dargs=\"" + id + "\"");
        }
        for (var id : shown) {
            problems.require(topic.examples().containsKey(id),
                    "its section 'See it' shows " + id + ", which is no example of its package");
            problems.require(fences().anyMatch(fence -> fence.info().equals("text " + id)),
                    "it does not show what " + id + " prints: add a block '```text " + id + "'");
            var command = Index.command(id, topic.moduleName());
            problems.require(isShown(command),
                    "it does not say how to run " + id + ": add a block '```bash' with '" + command + "'");
        }
        return problems.all();
    }

    private Stream<Fence> fences() {
        return topic.answer().page().fences().stream();
    }

    /// Whether a line of a shell block begins with a command.
    private boolean isShown(String command) {
        var lines = topic.answer().page().lines();
        return fences().filter(fence -> fence.info().equals("bash"))
                .flatMap(fence -> lines.subList(fence.from(), fence.to()).stream())
                .anyMatch(line -> line.startsWith(command));
    }

    /// Runs an example with an argument that keeps it from doing its work.
    private static RunResult run(Class<? extends Example> type, String argument) {
        try {
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return RunResult.of(constructor.newInstance(), argument);
        } catch (ReflectiveOperationException e) {
            return new RunResult(-1, "", type.getSimpleName() + " cannot be created without arguments: " + e);
        }
    }
}
