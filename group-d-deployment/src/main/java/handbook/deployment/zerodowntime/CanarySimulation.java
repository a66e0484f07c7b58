package handbook.deployment.zerodowntime;

import java.util.SplittableRandom;

import handbook.deployment.zerodowntime.CanaryJudge.Sample;
import handbook.deployment.zerodowntime.CanaryJudge.Verdict;

/// Plays a canary many times in memory, each time with other luck, and counts what a judge makes of it.
final class CanarySimulation {
    private final int requestsPerArm;
    private final long seed;

    /// How likely a version's request is bad.
    ///
    /// @param rate the chance once it is warm
    /// @param coldRate what is added at the first request, because of empty caches and interpreted code
    /// @param warmAfter after how many requests that has shrunk to a third (1/e)
    record Version(double rate, double coldRate, double warmAfter) {
        static Version warm(double rate) {
            return new Version(rate, 0, 1);
        }

        double rate(int request) {
            return rate + coldRate * Math.exp(-request / warmAfter);
        }
    }

    /// What a judge made of many runs.
    ///
    /// @param runs how many
    /// @param rolledBack in how many it rolled back
    /// @param requests answered by the canary until the decision, all runs together
    record Result(int runs, int rolledBack, long requests) {
        double share() {
            return (double) rolledBack / runs;
        }

        double requestsPerRun() {
            return (double) requests / runs;
        }
    }

    /// @param requestsPerArm how many requests each arm gets until the last look
    /// @param seed of the first run; each run has its own
    CanarySimulation(int requestsPerArm, long seed) {
        this.requestsPerArm = requestsPerArm;
        this.seed = seed;
    }

    // @start region=simulate
    /// Plays a number of canaries.
    Result play(int runs, CanaryJudge judge, Version baseline, Version canary) {
        int rolledBack = 0;
        long requests = 0;
        for (int run = 0; run < runs; run++) {
            var random = new SplittableRandom(seed + run);
            var old = new Sample(0, 0);
            var fresh = new Sample(0, 0);
            var verdict = Verdict.CONTINUE;
            for (int look = 1; verdict == Verdict.CONTINUE; look++) {
                int until = requestsPerArm * look / CanaryJudge.LOOKS;
                old = more(old, until, baseline, random);
                fresh = more(fresh, until, canary, random);
                verdict = judge.look(look, old, fresh);
            }
            rolledBack += verdict == Verdict.WORSE ? 1 : 0;
            requests += fresh.requests();
        }
        return new Result(runs, rolledBack, requests);
    }
    // @end

    private static Sample more(Sample sofar, int until, Version version, SplittableRandom random) {
        int errors = sofar.errors();
        for (int i = sofar.requests(); i < until; i++) {
            errors += random.nextDouble() < version.rate(i) ? 1 : 0;
        }
        return new Sample(until, errors);
    }
}
