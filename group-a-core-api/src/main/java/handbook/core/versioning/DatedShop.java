package handbook.core.versioning;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.LocalDate;
import java.time.chrono.ChronoLocalDate;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.accept.ApiVersionHolder;
import org.springframework.web.accept.ApiVersionParser;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.ApiVersionConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import handbook.core.versioning.DatedVersions.Refused;
import jakarta.servlet.http.HttpServletRequest;

/// A shop whose API has dates for versions: one handler for each request, whatever the version, and the chain at the edge.
final class DatedShop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DatedShop.class);
    private static final String ORDER = "/orders/7";

    private final SpringServer server;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    // @start region=controller
    @RestController
    static final class Controller {
        private final DatedVersions versions;
        private Map<String, Object> stored;

        Controller(DatedVersions versions, Map<String, Object> stored) {
            this.versions = versions;
            this.stored = stored;
        }

        @GetMapping(ORDER)
        synchronized Map<String, Object> get(HttpServletRequest request) {
            return versions.down(stored, version(request));
        }

        @PutMapping(ORDER)
        synchronized Map<String, Object> put(HttpServletRequest request, @RequestBody Map<String, Object> sent) {
            var version = version(request);
            var merged = versions.merge(stored, sent, version);
            var shown = versions.down(merged, version);
            stored = merged; // not before it is known that it can be shown
            return shown;
        }

        synchronized Map<String, Object> stored() {
            return stored;
        }

        private static LocalDate version(HttpServletRequest request) {
            var holder = (ApiVersionHolder) request.getAttribute(HandlerMapping.API_VERSION_ATTRIBUTE);
            return (LocalDate) holder.getVersion();
        }

        @ExceptionHandler
        ProblemDetail refused(Refused e) {
            return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, e.getMessage());
        }

        /// A converter that cannot: the versions before its change get no answer, that version and all later ones do.
        @ExceptionHandler
        ProblemDetail failed(IllegalArgumentException e) {
            LOG.warn("a version cannot be served: {}", e.getMessage());
            return ProblemDetail.forStatus(HttpStatus.INTERNAL_SERVER_ERROR);
        }
    }

    record Config(DatedVersions versions) implements WebMvcConfigurer {
        @Override
        public void configureApiVersioning(ApiVersionConfigurer configurer) {
            ApiVersionParser<ChronoLocalDate> parser = LocalDate::parse;
            configurer.useRequestHeader("API-Version").setVersionParser(parser)
                    .setSupportedVersionPredicate(version -> versions.versions().contains(version));
        }
    }
    // @end

    DatedShop(DatedVersions versions, Map<String, Object> order) {
        server = SpringServer.start(context -> {
            context.registerBean(Controller.class, () -> new Controller(versions, order));
            context.registerBean(Config.class, () -> new Config(versions));
            context.registerBean(VaryFilter.class, () -> new VaryFilter("API-Version"));
        });
    }

    Map<String, Object> stored() {
        return server.bean(Controller.class).stored();
    }

    HttpResponse<String> get(String version) throws IOException, InterruptedException {
        return send(request(version));
    }

    HttpResponse<String> put(String version, String json) throws IOException, InterruptedException {
        return send(request(version).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(json)));
    }

    private HttpRequest.Builder request(String version) {
        return HttpRequest.newBuilder(URI.create(server.uri() + ORDER)).timeout(Strategy.PATIENCE)
                .header("API-Version", version);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
