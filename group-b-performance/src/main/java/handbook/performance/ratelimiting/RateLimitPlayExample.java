package handbook.performance.ratelimiting;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.support.console.Figures;
import handbook.support.console.Glyphs;
import handbook.support.console.KeyScript;
import handbook.support.console.LiveConsole;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import handbook.support.time.FakeClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What does it feel like to be limited by a bucket of 10 that refills with 5 a second?
///
/// *Predict*: the bucket is full. You send 15 requests at once: how many pass? You wait a second and send 15 more.
///
/// *Run*: `mvn -q compile exec:exec@rate-limit-play -pl group-b-performance -am -Dexec.inheritIo=true`; keys: `r` sends one
/// request, `b` sends ten, `q` ends; without a terminal `-Dargs="--script bb....r"` presses keys, a point lets 0.1 s pass
///
/// *Why*: what passes at once is what the bucket holds, and afterwards only what flows in. A refused request takes nothing,
/// so hammering does not make it worse, and does not help.
///
/// The captured output lies in `docs/output/rate-limit-play.txt`.
@Command(name = "rate-limit-play", description = "interactive: a token bucket under your requests")
public final class RateLimitPlayExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(RateLimitPlayExample.class);
    private static final Duration TICK = Duration.ofMillis(100);
    private static final String SCENARIO = "bb.....r.....b..........b";

    @Size(usual = 10, quick = 10, min = 1, max = 60)
    @Option(names = "--capacity", paramLabel = "CAPACITY", description = "tokens that the bucket holds")
    int capacity;

    @Size(usual = 5, quick = 5, min = 1, max = 1_000)
    @Option(names = "--rate", paramLabel = "RATE", description = "tokens that flow in, per second")
    int rate;

    @Option(names = "--script", paramLabel = "KEYS", converter = Keys.class, description = "press these keys")
    @Nullable
    String script;

    private static final class Keys extends KeyScript {
        Keys() {
            super("rb");
        }
    }

    /// What the keys did.
    ///
    /// @param passed requests that passed
    /// @param refused requests that did not
    /// @param bound burst + rate x the time that passed: more cannot have passed
    record Played(int passed, int refused, int bound) {}

    private final FakeClock clock = new FakeClock();
    private int passed;
    private int refused;

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new RateLimitPlayExample(), args);
    }

    @Override
    public void call() {
        printOrigin();
        LOG.info("r sends a request, b sends ten, q ends.");
        Played played;
        try (var console = LiveConsole.open(script, SCENARIO, LOG::info)) {
            played = run(console);
        }
        LOG.info("{} requests passed, {} were refused; burst + rate x time allows at most {}.", played.passed(),
                played.refused(), played.bound());
    }

    Played run(LiveConsole console) {
        var limiter = new Gcra(capacity, Quota.perSecond(rate), clock::nanoTime);
        long nextTick = System.nanoTime() + TICK.toNanos();
        console.show(picture(limiter, console, ' '));
        char key = console.next(until(nextTick));
        while (key != LiveConsole.QUIT) {
            if (key == LiveConsole.TICK) {
                clock.advance(TICK);
                nextTick += TICK.toNanos();
            } else {
                send(key == 'b' ? 10 : 1, limiter);
            }
            console.show(picture(limiter, console, key));
            key = console.next(until(nextTick));
        }
        return new Played(passed, refused, (int) (capacity + rate * clock.nanoTime() / 1_000_000_000));
    }

    private static Duration until(long time) {
        return Duration.ofNanos(Math.max(0, time - System.nanoTime()));
    }

    private void send(int requests, Gcra limiter) {
        for (int i = 0; i < requests; i++) {
            if (limiter.tryAcquire()) {
                passed++;
            } else {
                refused++;
            }
        }
    }

    private List<String> picture(Gcra limiter, LiveConsole console, char key) {
        int tokens = limiter.tokens();
        var bucket = "[" + Glyphs.blocks(tokens) + Glyphs.dot().repeat(capacity - tokens) + "]";
        return List.of(String.format(Locale.ROOT, "%c %5s s  %s %2d  passed %s  429 %s", key,
                Figures.decimal(clock.nanoTime() / 1e9, 1), bucket, tokens, console.green(Figures.count(passed)),
                console.red(Figures.count(refused))));
    }
}
