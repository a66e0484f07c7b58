package handbook.concurrency.model;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import handbook.support.example.Failure;
import handbook.support.process.ChildJvm;

/// Hands jobs to a worker process, one at a time, and starts a new worker when a job has killed it.
final class Supervisor implements AutoCloseable {
    private final List<String> done = new ArrayList<>();
    private final List<Crash> crashes = new ArrayList<>();
    private int started;
    private ChildJvm worker;

    /// A job that took its worker along.
    record Crash(String job, int exitCode) {}

    /// What became of all jobs.
    ///
    /// @param done jobs that were finished, in order
    /// @param crashes jobs that killed their worker
    /// @param lost jobs that nobody carried out
    /// @param started worker processes started
    record Outcome(List<String> done, List<Crash> crashes, int lost, int started) {}

    Supervisor() {
        worker = newWorker();
    }

    // @start region=supervise
    /// Carries out all jobs; one that kills its worker is not tried again.
    Outcome carryOut(List<String> jobs) {
        for (var job : jobs) {
            try {
                worker.writeLine(job);
                done.add(worker.awaitLine("DONE "));
            } catch (Failure | UncheckedIOException e) { // it ended without that line, or it hangs
                worker.kill(); // one that has ended keeps its exit code
                crashes.add(new Crash(job, worker.join().exitCode()));
                worker = newWorker();
            }
        }
        return outcome(jobs);
    }

    /// The same without isolation: all jobs in one JVM, nobody to start another.
    Outcome carryOutInOneJvm(List<String> jobs) {
        worker.writeLine(String.join(" ", jobs));
        var ended = worker.join();
        ended.out().stream().filter(line -> line.startsWith("DONE "))
                .forEach(line -> done.add(line.substring("DONE ".length())));
        crashes.add(new Crash(jobs.get(done.size()), ended.exitCode()));
        return outcome(jobs);
    }
    // @end

    private Outcome outcome(List<String> jobs) {
        return new Outcome(List.copyOf(done), List.copyOf(crashes), jobs.size() - done.size() - crashes.size(),
                started);
    }

    private ChildJvm newWorker() {
        started++;
        return ChildJvm.start(JobWorker.class, JobWorker.FLAGS);
    }

    @Override
    public void close() {
        worker.close();
    }
}
