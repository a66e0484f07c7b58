package handbook.core.versioning;

import java.net.URI;
import java.net.http.HttpRequest;

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
        HttpRequest.Builder request(URI server, String path, String version) {
            return HttpRequest.newBuilder(URI.create(server + "/" + version + path));
        }
    },
    QUERY("") {
        @Override
        void configure(ApiVersionConfigurer configurer) {
            configurer.useQueryParam("version");
        }

        @Override
        HttpRequest.Builder request(URI server, String path, String version) {
            return HttpRequest.newBuilder(URI.create(server + path + "?version=" + version));
        }
    },
    HEADER("API-Version") {
        @Override
        void configure(ApiVersionConfigurer configurer) {
            configurer.useRequestHeader("API-Version");
        }

        @Override
        HttpRequest.Builder request(URI server, String path, String version) {
            return HttpRequest.newBuilder(URI.create(server + path)).header("API-Version", version);
        }
    },
    MEDIA_TYPE("Accept") {
        @Override
        void configure(ApiVersionConfigurer configurer) {
            configurer.useMediaTypeParameter(MediaType.parseMediaType("application/vnd.shop+json"), "version");
        }

        @Override
        HttpRequest.Builder request(URI server, String path, String version) {
            return HttpRequest.newBuilder(URI.create(server + path))
                    .header("Accept", "application/vnd.shop+json;version=" + version);
        }
    };

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

    /// A request for a version.
    ///
    /// @param server the server's address, without a slash at its end
    /// @param path for example `/orders/7`
    abstract HttpRequest.Builder request(URI server, String path, String version);
}
