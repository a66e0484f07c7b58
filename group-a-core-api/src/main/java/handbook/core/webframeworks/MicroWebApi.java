package handbook.core.webframeworks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

import handbook.core.webframeworks.MicroWeb.Reply;

/// The API on [MicroWeb], which has no defaults but the hardened ones.
final class MicroWebApi {
    private MicroWebApi() {}

    static Api start(Setup setup) {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), setup.port());
            var web = routes(new MicroWeb(address, setup.incidents()), setup.orders());
            return new Api(web.start(), web::stop);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // @start region=microweb-routes
    private static MicroWeb routes(MicroWeb web, Orders orders) {
        return web.route("POST", "/orders", (exchange, path) -> {
            var order = orders.create(MicroWeb.body(exchange, NewOrder.class));
            return new Reply(201, Map.of("Location", "/orders/" + order.id()), order);
        }).route("GET", "/orders/([^/]+)", (exchange, path) -> {
            var order = orders.find(path.group(1));
            return order == null
                    ? Reply.of(Problem.of(404))
                    : new Reply(200, Map.of(), order);
        });
    }
    // @end
}
