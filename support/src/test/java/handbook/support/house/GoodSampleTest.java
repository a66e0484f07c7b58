package handbook.support.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoodSampleTest {
    @Test
    void nothingIsWrongWithAGoodTopic(@TempDir Path root) throws IOException {
        var sample = Sample.in(root);
        var group = sample.group();
        var topic = sample.topic();
        var problems = new ArrayList<String>();
        problems.addAll(FormCheck.problems(topic));
        problems.addAll(LinkCheck.problems(topic.answer().page(), Sample.ANSWER));
        problems.addAll(PackageCheck.problems(topic));
        problems.addAll(PackageCheck.strays(group));
        problems.addAll(ClaimCheck.problems(topic));
        problems.addAll(WrittenCheck.problems(topic));
        problems.addAll(WrittenCheck.staleFiles(group));
        problems.addAll(IndexCheck.problems(group));
        problems.addAll(ExampleCheck.problems(topic, group));
        problems.addAll(QuickRunCheck.problems(topic));
        problems.addAll(BenchmarkCheck.problems(topic));
        problems.addAll(IsolationCheck.problems(group));
        assertThat(problems).isEmpty();
    }
}
