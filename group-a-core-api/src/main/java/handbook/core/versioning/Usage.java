package handbook.core.versioning;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import org.springframework.web.accept.ApiVersionHolder;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/// Who still uses which version. A client is known by its `User-Agent` here; at work by its key, as anybody can make up
/// names, and so many that they fill the memory.
final class Usage implements HandlerInterceptor {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    // @start region=usage
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getAttribute(HandlerMapping.API_VERSION_ATTRIBUTE) instanceof ApiVersionHolder version
                && version.hasVersion()) {
            var who = request.getHeader("User-Agent") + " " + version.getVersion();
            counts.computeIfAbsent(who, key -> new LongAdder()).increment();
        }
        return true;
    }
    // @end

    /// @return requests by client and version, for example `till/3 1.0.0`
    Map<String, Long> counts() {
        var result = new TreeMap<String, Long>();
        counts.forEach((who, count) -> result.put(who, count.sum()));
        return result;
    }
}
