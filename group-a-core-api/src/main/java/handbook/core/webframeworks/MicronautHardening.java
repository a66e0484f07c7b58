package handbook.core.webframeworks;

import java.io.IOException;
import java.io.InputStream;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.type.Argument;
import io.micronaut.core.type.Headers;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.body.MessageBodyReader;
import io.micronaut.http.codec.CodecException;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// What Micronaut has no property for.
final class MicronautHardening {
    private MicronautHardening() {}

    // @start region=micronaut-reader
    /// Micronaut's own JSON cuts fractions off and does not look behind the value; Jackson's databind can refuse both.
    @Singleton
    @Requires(property = "hardened")
    @Consumes(MediaType.APPLICATION_JSON)
    static class StrictReader implements MessageBodyReader<NewOrder> {
        @Override
        public NewOrder read(Argument<NewOrder> type, MediaType mediaType, Headers headers, InputStream body) {
            try {
                return StrictJson.read(body, NewOrder.class);
            } catch (IOException e) {
                throw new CodecException("The body cannot be read", e);
            }
        }
    }
    // @end

    /// Without it a body with no type at all is taken for JSON, and a path for the one with a slash behind it.
    @ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
    @Requires(property = "hardened")
    static class Checks {
        @RequestFilter
        void check(HttpRequest<?> request) {
            if (request.getPath().endsWith("/")) {
                throw new Refused(Problem.of(404));
            }
            if (request.getMethod() == HttpMethod.POST) {
                Media.requireJson(request.getHeaders().get("Content-Type"));
            }
        }
    }

    @Singleton
    @Requires(property = "hardened")
    static class Problems implements ErrorResponseProcessor<String> {
        private final Incidents incidents;

        Problems(Setup setup) {
            incidents = setup.incidents();
        }

        @Override
        public MutableHttpResponse<String> processResponse(ErrorContext error, MutableHttpResponse<?> response) {
            var problem = problem(error.getRootCause().orElse(null), response.code());
            return response.status(problem.status()).contentType(Problem.MEDIA_TYPE).body(problem.json());
        }

        private Problem problem(@Nullable Throwable cause, int status) {
            for (var at = cause; at != null; at = at.getCause()) {
                if (at instanceof Refused refused) {
                    return refused.problem();
                }
            }
            return status == 500 && cause != null
                    ? Problem.incident(incidents.report(cause))
                    : Problem.of(status);
        }
    }
}
