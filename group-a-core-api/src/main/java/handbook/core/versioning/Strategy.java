package handbook.core.versioning;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;

import org.springframework.http.MediaType;
import org.springframework.web.servlet.config.annotation.ApiVersionConfigurer;

/// Where a request says which version it wants.
enum Strategy {
    PATH("") {
        @Override
        void configure(ApiVersionConfigurer configurer) {
            configurer.usePathSegment(0);
        }

        @Override
        String address(String path, String version) {
            return "/" + version + path;
        }
    },
    QUERY("") {
        @Override
        void configure(ApiVersionConfigurer configurer) {
            configurer.useQueryParam("version");
        }

        @Override
        String address(String path, String version) {
            return path + "?version=" + version;
        }
    },
    HEADER("API-Version") {
        @Override
        void configure(ApiVersionConfigurer configurer) {
            configurer.useRequestHeader("API-Version");
        }
    },
    MEDIA_TYPE("Accept") {
        @Override
        void configure(ApiVersionConfigurer configurer) {
            configurer.useMediaTypeParameter(MediaType.parseMediaType("application/vnd.shop+json"), "version");
        }

        @Override
        String value(String version) {
            return "application/vnd.shop+json;version=" + version;
        }
    };

    /// How long a client waits for an answer, so that a server that gives none does not stop it for ever.
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String header;

    Strategy(String header) {
        this.header = header;
    }

    /// @return the request header that chooses the version, and that a cache therefore has to look at; empty where the
    /// address says it all
    String header() {
        return header;
    }

    /// Tells Spring where to look.
    abstract void configure(ApiVersionConfigurer configurer);

    /// @return the path and the query of a request for a version
    String address(String path, String version) {
        return path;
    }

    /// @return the header's value for a version
    String value(String version) {
        return version;
    }

    /// A request for a version.
    ///
    /// @param server the server's address, without a slash at its end
    /// @param path for example `/orders/7`
    HttpRequest.Builder request(URI server, String path, String version) {
        var request = HttpRequest.newBuilder(URI.create(server + address(path, version))).timeout(PATIENCE);
        return header.isEmpty() ? request : request.header(header, value(version));
    }
}
