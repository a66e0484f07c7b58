package handbook.concurrency.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.support.console.Bars;
import handbook.support.console.Figures;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Which model finishes many waiting tasks first, and which many computing ones?
///
/// *Predict*: 5,000 tasks wait 20 ms each. What can a pool of 200 threads reach at best, what can virtual threads? Then
/// 5,000 tasks hash: what speed-up can 200 threads reach, and what can 5,000 virtual ones?
///
/// *Run*: `mvn -q compile exec:exec@model-race -pl group-c-concurrency -am [-Dargs="5000 20"]`
///
/// *Why*: Little's law says rate = tasks in flight / latency. A pool of 200 can have 200 in flight, so 20 ms each allow
/// 10,000 a second on any hardware. Virtual threads lift the number in flight, and with it the rate. Hashing waits for
/// nothing: its rate is bounded by the cores, and threads above their number only take turns.
///
/// The captured output lies in `docs/output/model-race.txt`.
@Command(name = "model-race", description = "the same waiting and the same computing tasks under each model")
public final class ModelRaceExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(ModelRaceExample.class);
    private static final int ROUNDS = 5;

    @Size(usual = 5_000, quick = 500, min = 100, max = 20_000)
    @Parameters(index = "0", paramLabel = "TASKS", arity = "0..1", description = "tasks of each kind")
    int tasks;

    @Size(usual = 20, quick = 10, max = 200)
    @Parameters(index = "1", paramLabel = "WAIT_MILLIS", arity = "0..1", description = "how long a task waits; slow models get fewer tasks")
    int waitMillis;

    /// What was measured.
    ///
    /// @param waiting a result for each model
    /// @param hashing a result for each round and model; the first is one thread's
    /// @param workerStart how long the worker processes took to be ready, in nanoseconds
    record Race(List<WaitingRace.Result> waiting, List<HashingRace.Result> hashing, long workerStart) {}

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new ModelRaceExample(), args);
    }

    @Override
    public void call() throws InterruptedException {
        printOrigin();
        var wait = Duration.ofMillis(waitMillis);
        var race = run(tasks, wait);
        printWaiting(race.waiting(), wait);
        printHashing(race.hashing());
        LOG.info("The worker processes took {} to start; it is not in their rows.",
                Figures.time(race.workerStart()));
    }

    static Race run(int tasks, Duration wait) throws InterruptedException {
        long start = System.nanoTime();
        try (var first = new RaceWorker(); var second = new RaceWorker()) {
            var workers = List.of(first, second);
            workers.forEach(RaceWorker::awaitReady);
            long workerStart = System.nanoTime() - start;
            warmUp(tasks);
            return new Race(waiting(new WaitingRace(tasks, wait), workers), hashing(tasks, workers), workerStart);
        }
    }

    /// The models with many tasks in flight must not pay for what is loaded and compiled with their first ones.
    private static void warmUp(int tasks) {
        var race = new WaitingRace(tasks, Duration.ofMillis(1));
        race.pool();
        race.virtualThreads();
        race.completableFutures();
        Hashing.warmUp();
    }

    private static List<WaitingRace.Result> waiting(WaitingRace race, List<RaceWorker> workers) {
        return List.of(race.oneThread(), race.processes(workers), race.pool(), race.platformThreads(),
                race.virtualThreads(), race.completableFutures());
    }

    private static List<HashingRace.Result> hashing(int tasks, List<RaceWorker> workers)
            throws InterruptedException {
        var results = new ArrayList<HashingRace.Result>();
        try (var race = new HashingRace(tasks)) {
            for (int round = 0; round < ROUNDS; round++) {
                results.addAll(List.of(race.oneThread(), race.poolOfCores(), race.largePool(), race.virtualThreads(),
                        race.forkJoin(), race.processes(workers)));
            }
        }
        return results;
    }

    /// Each model at its best of five rounds: other programs on the machine take cores away, none adds any.
    private static Collection<HashingRace.Result> best(List<HashingRace.Result> results) {
        var best = new LinkedHashMap<String, HashingRace.Result>();
        results.forEach(result -> best.merge(result.model(), result, HashingRace.Result::faster));
        return best.values();
    }

    private static void printWaiting(List<WaitingRace.Result> results, Duration wait) {
        LOG.info("");
        LOG.info("Waiting (timer, {} each):", Figures.time(wait));
        var table = new Table("model", "tasks", "most in flight", "platform threads here", "tasks/s", "Little's bound",
                "reached");
        var bars = new Bars();
        for (var result : results) {
            double rate = result.tasksPerSecond();
            double bound = result.bound(wait);
            table.row(result.model(), result.completed(),
                    result.mostInFlight() == 0 ? "-" : Figures.count(result.mostInFlight()), result.threads(),
                    Math.round(rate), Math.round(bound), Figures.percent(rate / bound));
            bars.bar(result.model(), rate, Figures.count(Math.round(rate)) + "/s");
        }
        table.print(LOG::info);
        bars.print(LOG::info);
        int refused = results.stream().mapToInt(WaitingRace.Result::refused).sum();
        LOG.info("Tasks for which the system gave no thread: {}.", refused);
    }

    private static void printHashing(List<HashingRace.Result> results) {
        LOG.info("");
        LOG.info("Hashing (64 KiB each, SHA-256, best of {} rounds):", ROUNDS);
        var best = best(results);
        double alone = best.iterator().next().nanos();
        var table = new Table("model", "time", "speed-up");
        var bars = new Bars();
        for (var result : best) {
            var speedUp = Figures.decimal(alone / result.nanos(), 2);
            table.row(result.model(), Figures.time(result.nanos()), speedUp);
            bars.bar(result.model(), alone / result.nanos(), speedUp);
        }
        table.print(LOG::info);
        bars.print(LOG::info);
        long sums = results.stream().map(HashingRace.Result::sum).distinct().count();
        LOG.info("Distinct sums of all hashes, over all models and rounds: {}.", sums);
    }
}
