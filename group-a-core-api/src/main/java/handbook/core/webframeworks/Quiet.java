package handbook.core.webframeworks;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.slf4j.LoggerFactory;

/// Keeps the frameworks from logging what the examples provoke on purpose.
final class Quiet {
    private static final List<String> NAMES = List.of("io.javalin", "org.eclipse.jetty", "io.micronaut", "io.netty",
            "org.springframework", "org.apache", "com.sun.net.httpserver");
    private static final List<Logger> KEPT = NAMES.stream().map(Logger::getLogger).toList(); // else they are collected

    private Quiet() {}

    static void loggers() {
        KEPT.forEach(logger -> logger.setLevel(Level.OFF));
        NAMES.forEach(name -> ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(name))
                .setLevel(ch.qos.logback.classic.Level.OFF));
        // else Boot sets up logging for the whole JVM again
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    }
}
