package handbook.concurrency.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.support.console.Figures;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// What does a child process cost you, and what does it buy?
///
/// *Predict*: a child writes 1 MiB to its standard output; its parent waits for its end and reads then. When does the
/// parent go on? Then one of nine jobs crashes its JVM: how many of the others are done, with and without a process
/// between them?
///
/// *Run*: `mvn -q compile exec:exec@model-process-pipe -pl group-c-concurrency -am [-Dargs="1024"]`
///
/// *Why*: a pipe holds a fixed number of bytes, 16 pages by default on Linux (pipe(7)). The next write blocks until
/// somebody reads, and the parent that waits does not. What a process buys is isolation: a crash, a full heap or a native
/// bug ends with it. A thread shares all of that with its neighbours.
///
/// The captured output lies in `docs/output/model-process-pipe.txt`.
@Command(name = "model-process-pipe", description = "a child process that freezes, and one that crashes alone")
public final class ProcessPipeExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessPipeExample.class);
    private static final int JOBS = 9;

    @Size(usual = 1_024, quick = 256, min = 256, max = 65_536)
    @Parameters(index = "0", paramLabel = "KIB", arity = "0..1", description = "how much the child writes, in KiB")
    int kib;

    /// What happened with the pipe.
    record Pipes(Pipe.Stuck stuck, List<Pipe.Cured> cured) {}

    /// What happened to the jobs when one of them had a bug.
    record Isolation(String bug, Supervisor.Outcome together, Supervisor.Outcome apart) {}

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new ProcessPipeExample(), args);
    }

    @Override
    public void call() throws IOException, InterruptedException {
        printOrigin();
        print(pipes(kib * 1024L));
        LOG.info("");
        print(List.of(isolation(JobWorker.HALT), isolation(JobWorker.FILL)));
    }

    static Pipes pipes(long bytes) throws IOException, InterruptedException {
        var pipe = new Pipe(bytes);
        return new Pipes(pipe.waitFirst(), List.of(pipe.drain(), pipe.toFile(), pipe.discard()));
    }

    static Isolation isolation(String bug) {
        var jobs = new ArrayList<String>();
        for (int i = 1; i <= JOBS; i++) {
            jobs.add(i == (JOBS + 1) / 2 ? bug : "job-" + i);
        }
        try (var together = new Supervisor(); var apart = new Supervisor()) {
            return new Isolation(bug, together.carryOutInOneJvm(jobs), apart.carryOut(jobs));
        }
    }

    private static void print(Pipes pipes) {
        var stuck = pipes.stuck();
        LOG.info("Wait, then read: the child was to write {} bytes, said {}; the pipe holds {}. Still running: {}.",
                Figures.count(stuck.asked()), Figures.count(stuck.said()), Figures.count(stuck.inPipe()),
                stuck.alive() ? "yes, in " + stuck.standsIn() : "no");
        LOG.info("Once somebody read, {} bytes came out and it ended with exit code {}.", Figures.count(stuck.read()),
                stuck.exitCode());
        var table = new Table("cure", "exit code", "bytes kept");
        pipes.cured().forEach(cured -> table.row(cured.name(), cured.exitCode(), cured.kept()));
        table.print(LOG::info);
    }

    private static void print(List<Isolation> isolations) {
        LOG.info("{} jobs, the middle one has a bug:", JOBS);
        var table = new Table("bug", "jobs run", "done", "crashed", "lost", "JVMs started", "exit code");
        for (var isolation : isolations) {
            row(table, isolation.bug(), "all in one JVM", isolation.together());
            row(table, isolation.bug(), "in a worker process", isolation.apart());
        }
        table.print(LOG::info);
    }

    private static void row(Table table, String bug, String how, Supervisor.Outcome outcome) {
        table.row(bug, how, outcome.done().size(), outcome.crashes().size(), outcome.lost(), outcome.started(),
                outcome.crashes().getFirst().exitCode());
    }
}
