package handbook.core.webframeworks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.NotFoundResponse;
import io.javalin.json.JsonMapper;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;

/// The API in Javalin: routes are methods that are named here, and nothing happens that is not written.
final class JavalinApi {
    private final Setup setup;

    private JavalinApi(Setup setup) {
        this.setup = setup;
    }

    static Api start(Setup setup) {
        var api = new JavalinApi(setup);
        var server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.startupWatcherEnabled = false;
            config.concurrency.useVirtualThreads = setup.virtualThreads();
            if (setup.hardened()) {
                api.harden(config);
            }
            api.routes(config);
        }).start("127.0.0.1", setup.port());
        return new Api(server.port(), server::stop);
    }

    // @start region=javalin
    private void routes(JavalinConfig config) {
        config.routes.post("/orders", this::create);
        config.routes.get("/orders/{id}", this::find);
    }

    private void create(Context context) {
        var order = setup.orders().create(context.bodyAsClass(NewOrder.class));
        context.status(201).header("Location", "/orders/" + order.id()).json(order);
    }

    private void find(Context context) {
        var order = setup.orders().find(context.pathParam("id"));
        if (order == null) {
            throw new NotFoundResponse();
        }
        context.json(order);
    }
    // @end

    // @start region=javalin-hardening
    private void harden(JavalinConfig config) {
        config.http.maxRequestSize = Setup.BODY_LIMIT;
        config.http.prefer405over404 = true;
        config.router.ignoreTrailingSlashes = false;
        config.jsonMapper(new StrictMapper());
        config.jetty.modifyServer(server -> server.setStopTimeout(Setup.GRACE.toMillis()));
        config.jetty.addConnector((server, http) -> {
            var connector = new ServerConnector(server, new HttpConnectionFactory(http));
            connector.setIdleTimeout(setup.patience().toMillis());
            connector.setHost("127.0.0.1");
            connector.setPort(setup.port());
            return connector;
        });
        config.routes.head("/orders/{id}", this::find); // else HEAD is 200 for whatever id
        config.routes.beforeMatched(this::check);
        config.routes.exception(Refused.class, (e, context) -> write(context, e.problem()));
        config.routes.exception(HttpResponseException.class, (e, context) -> write(context, e));
        config.routes.exception(Exception.class,
                (e, context) -> write(context, Problem.incident(setup.incidents().report(e))));
    }
    // @end

    private void check(Context context) {
        Media.requireAccepted(context.header("Accept"));
        if (context.method().equals(HandlerType.POST)) {
            Media.requireJson(context.header("Content-Type"));
        }
    }

    private static void write(Context context, HttpResponseException e) {
        if (e instanceof MethodNotAllowedResponse) {
            context.header("Allow", String.join(", ", e.getDetails().values()));
        }
        write(context, Problem.of(e.getStatus()));
    }

    private static void write(Context context, Problem problem) {
        context.status(problem.status()).contentType(Problem.MEDIA_TYPE).result(problem.json());
    }

    /// Reads strictly, and validates, which Javalin does not do by itself.
    private static final class StrictMapper implements JsonMapper {
        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as Javalin has it; the handler gave the class
        public <T> T fromJsonString(String json, Type type) {
            try {
                return StrictJson.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
                        (Class<T>) type);
            } catch (IOException e) {
                throw new UncheckedIOException(e); // memory does not fail
            }
        }

        @Override
        public String toJsonString(Object value, Type type) {
            return StrictJson.write(value);
        }
    }
}
