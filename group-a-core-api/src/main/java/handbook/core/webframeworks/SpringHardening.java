package handbook.core.webframeworks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

import tools.jackson.core.JacksonException;

/// What Spring Boot has no property for: a limit for JSON bodies, and problems that name the field.
final class SpringHardening {
    private SpringHardening() {}

    // @start region=spring-limit
    @RestControllerAdvice
    @ConditionalOnProperty("hardened")
    static class BodyLimit extends RequestBodyAdviceAdapter {
        @Override
        public boolean supports(MethodParameter parameter, Type type,
                Class<? extends HttpMessageConverter<?>> converter) {
            return true;
        }

        @Override
        public HttpInputMessage beforeBodyRead(HttpInputMessage message, MethodParameter parameter, Type type,
                Class<? extends HttpMessageConverter<?>> converter) throws IOException {
            var body = new ByteArrayInputStream(StrictJson.limited(message.getBody()));
            return new HttpInputMessage() {
                @Override
                public InputStream getBody() {
                    return body;
                }

                @Override
                public HttpHeaders getHeaders() {
                    return message.getHeaders();
                }
            };
        }
    }
    // @end

    /// All that Spring MVC throws by itself comes to `handleExceptionInternal`, the rest to the methods annotated here.
    @RestControllerAdvice
    @ConditionalOnProperty("hardened")
    static class Problems extends ResponseEntityExceptionHandler {
        private final Incidents incidents;

        Problems(Setup setup) {
            incidents = setup.incidents();
        }

        @ExceptionHandler
        ResponseEntity<Object> refused(Refused e) {
            return answer(e.problem(), HttpHeaders.EMPTY);
        }

        @ExceptionHandler
        ResponseEntity<Object> unexpected(Exception e) {
            return answer(Problem.incident(incidents.report(e)), HttpHeaders.EMPTY);
        }

        @Override
        protected ResponseEntity<Object> handleExceptionInternal(Exception e, @Nullable Object body,
                HttpHeaders headers, HttpStatusCode status, WebRequest request) {
            return answer(problem(e, status), headers);
        }

        private static Problem problem(Exception e, HttpStatusCode status) {
            if (e instanceof MethodArgumentNotValidException invalid) {
                return Problem.inField(invalid.getFieldErrors().getFirst().getField());
            }
            if (e.getCause() instanceof JacksonException in && !in.getPath().isEmpty()) {
                return Problem.inField(String.valueOf(in.getPath().getLast().getPropertyName()));
            }
            return Problem.of(status.value());
        }

        private static ResponseEntity<Object> answer(Problem problem, HttpHeaders from) {
            var headers = new HttpHeaders(from);
            if (headers.getAllow().contains(HttpMethod.GET)) {
                headers.set(HttpHeaders.ALLOW, "GET, HEAD"); // Spring MVC answers HEAD, and does not say so
            }
            return ResponseEntity.status(problem.status()).headers(headers)
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
        }
    }
}
