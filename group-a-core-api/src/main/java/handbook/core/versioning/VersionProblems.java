package handbook.core.versioning;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.accept.InvalidApiVersionException;
import org.springframework.web.accept.MissingApiVersionException;
import org.springframework.web.accept.SemanticApiVersionParser;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// What a client is told whose version is missing, unknown or gone: a problem (RFC 9457) with the versions that there
/// are.
@RestControllerAdvice
final class VersionProblems {
    private final VersioningConfig config;
    private final RequestMappingHandlerMapping mappings;

    VersionProblems(VersioningConfig config, RequestMappingHandlerMapping mappings) {
        this.config = config;
        this.mappings = mappings;
    }

    @ExceptionHandler({MissingApiVersionException.class, InvalidApiVersionException.class})
    ProblemDetail unknown(ResponseStatusException e) {
        var status = config.strategy() == Strategy.MEDIA_TYPE ? HttpStatus.NOT_ACCEPTABLE : e.getStatusCode();
        var problem = ProblemDetail.forStatusAndDetail(status,
                e instanceof MissingApiVersionException ? "say which version you want" : "there is no such version");
        problem.setProperty("supported", supported());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail refused(ResponseStatusException e) {
        return e.getBody();
    }

    /// The versions that appear in a mapping, as Spring collects them too.
    private List<String> supported() {
        return mappings.getHandlerMethods().keySet().stream().map(info -> info.getVersionCondition().getVersion())
                .filter(Objects::nonNull).distinct()
                .sorted(Comparator.comparing(new SemanticApiVersionParser()::parseVersion)).toList();
    }
}
