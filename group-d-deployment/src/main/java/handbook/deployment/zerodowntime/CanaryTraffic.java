package handbook.deployment.zerodowntime;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import handbook.deployment.zerodowntime.CanaryJudge.Sample;
import handbook.deployment.zerodowntime.StickyRouter.Arm;
import handbook.support.net.Load;

/// Users who take turns, each with at most one request at a time, and what each of them met.
final class CanaryTraffic implements Load.Sender, AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30); // a request that hangs is one that failed
    private final URI address;
    private final HttpClient http = HttpClient.newBuilder().version(Version.HTTP_1_1).build();
    private final BlockingQueue<String> users = new LinkedBlockingQueue<>();
    private final List<Answer> answers = new ArrayList<>();

    private record Answer(String user, Arm by, boolean good) {}

    CanaryTraffic(URI address, int userCount) {
        this.address = address;
        for (int i = 0; i < userCount; i++) {
            users.add("user-" + i);
        }
    }

    @Override
    public Load.Answer send(long id) throws IOException, InterruptedException {
        var user = users.take();
        try {
            var request = HttpRequest.newBuilder(address).header("X-User", user).header("X-Request-Id", "" + id)
                    .timeout(LIMIT).POST(BodyPublishers.noBody()).build();
            var response = http.send(request, BodyHandlers.discarding());
            var arm = Arm.valueOf(response.headers().firstValue("X-Answered-By").orElseThrow(
                    () -> new IOException("no version answered: status " + response.statusCode())));
            var good = response.statusCode() == 200;
            synchronized (answers) {
                answers.add(new Answer(user, arm, good));
            }
            return new Load.Answer(good, arm.name());
        } finally {
            users.add(user);
        }
    }

    /// What one arm answered so far.
    Sample sample(Arm arm) {
        synchronized (answers) {
            int requests = 0;
            int errors = 0;
            for (var answer : answers) {
                if (answer.by() == arm) {
                    requests++;
                    errors += answer.good() ? 0 : 1;
                }
            }
            return new Sample(requests, errors);
        }
    }

    /// How many users met the new version.
    int usersOfCanary() {
        return usersOfCanary(false);
    }

    /// How many users met an error of the new version.
    int usersHit() {
        return usersOfCanary(true);
    }

    private int usersOfCanary(boolean hit) {
        Set<String> found = new HashSet<>();
        synchronized (answers) {
            for (var answer : answers) {
                if (answer.by() == Arm.CANARY && (!hit || !answer.good())) {
                    found.add(answer.user());
                }
            }
        }
        return found.size();
    }

    /// How often the user who was sent to and fro most changed between old and new.
    int mostChanges() {
        var isNew = new HashMap<String, Boolean>();
        var changes = new HashMap<String, Integer>();
        synchronized (answers) {
            for (var answer : answers) {
                boolean now = answer.by() == Arm.CANARY;
                var before = isNew.put(answer.user(), now);
                changes.merge(answer.user(), before != null && before != now ? 1 : 0, Integer::sum);
            }
        }
        return changes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    @Override
    public void close() {
        http.close();
    }
}
