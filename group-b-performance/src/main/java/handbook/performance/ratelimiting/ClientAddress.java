package handbook.performance.ratelimiting;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// Whom a request is counted for, from the connection's address and the lines of `X-Forwarded-For`. Each proxy appends the
/// address that it was called from, so the list is written by the client to the left and by our proxies to the right.
final class ClientAddress {
    private ClientAddress() {}

    // @start region=client-address
    /// What is often written: the first address is the client. It is whatever the client wrote.
    static String leftmost(InetAddress peer, List<String> forwardedFor) {
        return forwardedFor.isEmpty() ? key(peer) : forwardedFor.getFirst().split(",", 2)[0].strip();
    }

    /// The first address from the right that is not a proxy of ours. What is not an address is not believed: the hop that
    /// handed it on answers for it.
    static String behind(Set<InetAddress> proxies, InetAddress peer, List<String> forwardedFor) {
        var client = peer;
        for (var hop : Arrays.asList(String.join(",", forwardedFor).split(",", -1)).reversed()) {
            var caller = address(hop.strip());
            if (caller == null || !proxies.contains(client)) {
                break;
            }
            client = caller;
        }
        return key(client);
    }

    /// One key for an IPv4 address, and one for a /64 of IPv6: one host can use all of its 2^64 addresses.
    private static String key(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(address.getAddress(), 0, 8) + "/64"
                : address.getHostAddress();
    }
    // @end

    private static @Nullable InetAddress address(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
