package handbook.core.webframeworks;

import io.javalin.util.JavalinLogger;
import io.micronaut.core.version.VersionUtils;
import org.springframework.boot.SpringBootVersion;

/// The versions that the figures are of.
final class Versions {
    private Versions() {}

    static String line() {
        return "Javalin " + JavalinLogger.class.getPackage().getImplementationVersion() + ", Micronaut "
                + VersionUtils.getMicronautVersion() + ", Spring Boot " + SpringBootVersion.getVersion();
    }
}
