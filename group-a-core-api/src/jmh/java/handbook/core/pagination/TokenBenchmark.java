package handbook.core.pagination;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import handbook.core.pagination.CursorToken.Refused;

/// A cursor made and a cursor checked. The limit is the signature alone, of the same bytes.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class TokenBenchmark {
    private static final String LIST = "items of ada ORDER BY created DESC, id DESC";
    private final CursorToken tokens = new CursorToken(new byte[32], InstantSource.system(), Duration.ofDays(1));
    private final List<String> values = List.of("2026-01-01T00:00:00.000457Z", "4200000");
    private final byte[] payload = "1&1764041144&2026-01-01T00%3A00%3A00.000457Z&4200000"
            .getBytes(StandardCharsets.UTF_8);
    private final String token = tokens.encode(LIST, values);

    @Benchmark
    public byte[] limit() {
        return tokens.sign(payload, LIST);
    }

    @Benchmark
    public String encode() {
        return tokens.encode(LIST, values);
    }

    @Benchmark
    public List<String> decode() throws Refused {
        return tokens.decode(LIST, token);
    }
}
