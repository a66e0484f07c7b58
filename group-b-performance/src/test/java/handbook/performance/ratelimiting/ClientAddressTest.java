package handbook.performance.ratelimiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
    private static final InetAddress EDGE = InetAddress.ofLiteral("10.0.0.1");
    private static final Set<InetAddress> PROXIES = Set.of(EDGE, InetAddress.ofLiteral("10.0.0.2"));

    private static String behind(String... lines) {
        return ClientAddress.behind(PROXIES, EDGE, List.of(lines));
    }

    @Test
    @DisplayName("The leftmost address of `X-Forwarded-For` is what the client wrote; the first from the right that is no proxy of ours is not")
    void spoofing() {
        var header = List.of("198.51.100.1, 203.0.113.7");
        assertThat(ClientAddress.leftmost(EDGE, header)).isEqualTo("198.51.100.1");
        assertThat(ClientAddress.behind(PROXIES, EDGE, header)).isEqualTo("203.0.113.7");
        assertThat(behind("198.51.100.1", "203.0.113.7, 10.0.0.2")).as("two lines, two proxies")
                .isEqualTo("203.0.113.7");
    }

    @Test
    @DisplayName("A client that comes without our proxy is counted for its own address, whatever it writes")
    void noProxy() {
        var client = InetAddress.ofLiteral("203.0.113.9");
        assertThat(ClientAddress.behind(PROXIES, client, List.of("198.51.100.1, 10.0.0.2"))).isEqualTo("203.0.113.9");
    }

    @Test
    @DisplayName("All addresses of one IPv6 /64 share a key, those of another have their own")
    void oneKeyForANetwork() {
        assertThat(behind("2001:db8:0:7::1")).isEqualTo(behind("2001:db8:0:7:ffff:ffff:ffff:ffff"))
                .isNotEqualTo(behind("2001:db8:0:8::1"));
        assertThat(behind("::ffff:203.0.113.7")).as("IPv4 written as IPv6").isEqualTo("203.0.113.7");
        assertThat(behind("[2001:db8:0:7::1]")).as("with brackets").isEqualTo(behind("2001:db8:0:7::1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "unknown", "_hidden", "203.0.113.7:4711", "300.1.1.1", "example.org",
            "198.51.100.1, <script>", "198.51.100.1,"})
    @DisplayName("What is not an address is not believed: the hop that handed it on answers for it")
    void malformed(String header) {
        assertThat(behind(header)).isEqualTo("10.0.0.1");
        assertThat(header).as("the leftmost is any text").startsWith(ClientAddress.leftmost(EDGE, List.of(header)));
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.2", "'10.0.0.1, 10.0.0.2'"})
    void aHeaderOfProxiesOnlyIsCountedForTheOutermost(String header) {
        assertThat(PROXIES.stream().map(InetAddress::getHostAddress)).contains(behind(header));
    }

    @Test
    void withoutAHeaderThePeerIsTheClient() {
        assertThat(behind()).isEqualTo("10.0.0.1");
        assertThat(ClientAddress.leftmost(EDGE, List.of())).isEqualTo("10.0.0.1");
    }
}
