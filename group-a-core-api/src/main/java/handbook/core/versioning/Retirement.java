package handbook.core.versioning;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.accept.ApiVersionHolder;
import org.springframework.web.accept.SemanticApiVersionParser;
import org.springframework.web.accept.StandardApiVersionDeprecationHandler;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/// The end of a version: announced by headers, rehearsed by brown-outs, then 410.
///
/// @param version the version that ends, for example `1.0`
/// @param deprecated since when nobody should begin to use it
/// @param sunset when it ends
/// @param brownOuts times before the sunset at which it already behaves as after it
record Retirement(String version, Instant deprecated, Instant sunset, List<BrownOut> brownOuts, InstantSource clock)
        implements
            HandlerInterceptor {
    /// @param from its first moment
    /// @param length how long it lasts
    record BrownOut(Instant from, Duration length) {
        boolean covers(Instant time) {
            return !time.isBefore(from) && time.isBefore(from.plus(length));
        }
    }

    // @start region=deprecation
    /// The headers. The date of the sunset goes out in the zone that it is given in; HTTP allows GMT alone.
    StandardApiVersionDeprecationHandler headers() {
        var headers = new StandardApiVersionDeprecationHandler();
        headers.configureVersion(version)
                .setDeprecationDate(deprecated.atZone(ZoneOffset.UTC))
                .setDeprecationLink(guide())
                .setSunsetDate(sunset.atZone(ZoneOffset.UTC))
                .setSunsetLink(guide());
        return headers;
    }

    boolean isGone(Instant time) {
        return !time.isBefore(sunset) || brownOuts.stream().anyMatch(brownOut -> brownOut.covers(time));
    }

    /// Comes before Spring's own interceptor, which adds the headers to what is answered normally.
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        var now = clock.instant();
        if (isOf(request) && isGone(now)) {
            response.addHeader(HttpHeaders.LINK, "<" + guide() + ">; rel=\"sunset\"");
            if (now.isBefore(sunset)) {
                // a cache may keep a 410, and would go on with it when the brown-out is over
                response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            }
            throw new ResponseStatusException(HttpStatus.GONE, "version " + version + " has ended: see " + guide());
        }
        return true;
    }
    // @end

    private URI guide() {
        return URI.create("https://shop.example/versions/" + version);
    }

    private boolean isOf(HttpServletRequest request) {
        return request.getAttribute(HandlerMapping.API_VERSION_ATTRIBUTE) instanceof ApiVersionHolder holder
                && new SemanticApiVersionParser().parseVersion(version).equals(holder.getVersionIfPresent());
    }
}
