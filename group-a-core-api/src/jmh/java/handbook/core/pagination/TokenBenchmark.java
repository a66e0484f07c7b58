package handbook.core.pagination;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import handbook.core.pagination.CursorToken.Refused;

/// A cursor made and a cursor checked. The limit is the bare HMAC of the same bytes, by a Mac that has its key.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class TokenBenchmark {
    private static final String LIST = "items of ada ORDER BY created DESC, id DESC";
    private final CursorToken tokens = new CursorToken(new byte[32], InstantSource.system(), Duration.ofDays(1));
    private final List<String> values = List.of("2026-01-01T00:00:00.000457Z", "4200000");
    private final byte[] list = (LIST.length() + ":" + LIST).getBytes(StandardCharsets.UTF_8);
    private final byte[] payload = "1&1764041144&2026-01-01T00%3A00%3A00.000457Z&4200000"
            .getBytes(StandardCharsets.UTF_8);
    private final String token = tokens.encode(LIST, values);
    private Mac mac;

    @Setup
    public void giveKey() throws GeneralSecurityException {
        mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
    }

    @Benchmark
    public byte[] limit() {
        mac.update(list);
        return mac.doFinal(payload);
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
