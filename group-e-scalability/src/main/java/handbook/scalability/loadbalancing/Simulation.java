package handbook.scalability.loadbalancing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/// A balancer before a row of queues, in virtual time: the same seed gives the same digits on every machine.
///
/// Requests arrive at random (a Poisson process). Each server works on one request after the other, for a time drawn
/// from an exponential distribution around its mean. The balancer sees the loads as they are, or as they were at the last
/// refresh (the bulletin board of Mitzenmacher, [How Useful Is Old
/// Information?](https://www.eecs.harvard.edu/~michaelm/postscripts/tpds2000.pdf), 2000). The unit of time is the service
/// time of a healthy server.
///
/// @param meanTimes the mean service time of each server; one with 0 fails every request at once
/// @param arrivals requests per unit of time
/// @param refreshEvery how old the loads get, in units of time; 0 shows them as they are
/// @param requests how many arrive; the first tenth of them warms up and is not measured
/// @param seed for the arrivals, the work and the choices, a stream of numbers each: every policy gets the same requests
public record Simulation(List<Double> meanTimes, double arrivals, double refreshEvery, int requests, long seed) {
    /// What a policy did.
    ///
    /// @param shares each server's share of the requests, 0 to 1
    /// @param median the time from arrival to answer that half of the requests took, in units of time
    /// @param p99 the time that 99 of 100 did not exceed
    public record Result(List<Double> shares, double median, double p99) {}

    public Simulation {
        if (meanTimes.isEmpty() || arrivals <= 0 || refreshEvery < 0 || requests < 1) {
            throw new IllegalArgumentException("needs servers, arrivals, requests and no negative time");
        }
    }

    /// Equal servers.
    ///
    /// @param servers how many
    /// @param utilisation the share of their capacity that is needed, below 1
    /// @param refreshEvery how old the loads get
    /// @param requests how many arrive
    /// @param seed for all that is random
    /// @return the simulation
    public static Simulation equalServers(int servers, double utilisation, double refreshEvery, int requests,
            long seed) {
        var times = new ArrayList<Double>();
        for (int i = 0; i < servers; i++) {
            times.add(1.0);
        }
        return new Simulation(times, utilisation * servers, refreshEvery, requests, seed);
    }

    // @start region=simulation
    /// Lets all requests arrive.
    ///
    /// @param policy who decides
    /// @return where they went and how long they took
    public Result run(Policy policy) {
        var source = new SplittableRandom(seed);
        var gaps = source.split();
        var work = source.split();
        var servers = new ArrayList<Server>();
        meanTimes.forEach(meanTime -> servers.add(new Server("s" + servers.size(), meanTime)));
        var balancer = policy.over(servers, source.split()::nextInt);
        var departures = new PriorityQueue<Departure>(Comparator.comparingDouble(Departure::time));
        var times = new double[requests];
        double now = 0;
        double nextRefresh = 0;
        for (int i = 0; i < requests; i++) {
            now += gaps.nextExponential() / arrivals;
            if (refreshEvery == 0) {
                look(servers, departures, now);
            } else {
                for (; nextRefresh <= now; nextRefresh += refreshEvery) {
                    look(servers, departures, nextRefresh);
                }
            }
            var server = balancer.pick("request-" + i);
            var end = server.arrive(now, work.nextExponential());
            departures.add(new Departure(end, server));
            times[i] = end - now;
        }
        return result(servers, times);
    }
    // @end

    private static void look(List<Server> servers, PriorityQueue<Departure> departures, double time) {
        while (!departures.isEmpty() && departures.peek().time() <= time) {
            departures.poll().server().inSystem--;
        }
        servers.forEach(server -> server.seen = server.inSystem);
    }

    private Result result(List<Server> servers, double[] times) {
        var measured = Arrays.copyOfRange(times, requests / 10, requests);
        Arrays.sort(measured);
        return new Result(servers.stream().map(server -> (double) server.arrived / requests).toList(),
                measured[measured.length / 2], measured[(int) (measured.length * 0.99)]);
    }

    private record Departure(double time, Server server) {}

    /// One queue, first come, first served.
    private static final class Server implements Target {
        private final String name;
        private final double meanTime;
        private double freeAt;
        private int inSystem;
        private int seen;
        private int arrived;

        Server(String name, double meanTime) {
            this.name = name;
            this.meanTime = meanTime;
        }

        double arrive(double now, double work) {
            arrived++;
            inSystem++;
            freeAt = Math.max(now, freeAt) + work * meanTime;
            return freeAt;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int load() {
            return seen;
        }
    }
}
