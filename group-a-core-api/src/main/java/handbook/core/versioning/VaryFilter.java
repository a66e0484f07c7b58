package handbook.core.versioning;

import java.io.IOException;

import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/// Says that an answer depends on a request header, also where the answer is a refusal.
final class VaryFilter extends OncePerRequestFilter {
    private final String header;

    VaryFilter(String header) {
        this.header = header;
    }

    // @start region=vary
    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.addHeader(HttpHeaders.VARY, header);
        chain.doFilter(request, response);
    }
    // @end
}
