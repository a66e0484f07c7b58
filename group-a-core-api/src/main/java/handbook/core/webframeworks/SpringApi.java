package handbook.core.webframeworks;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import jakarta.validation.Valid;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import handbook.support.process.TempFolder;

/// The API in Spring Boot: an annotated class, wired by reflection when the application starts.
final class SpringApi {
    /// Tomcat's, gone when the JVM ends: a later server makes the first one's folder anew when it is not there.
    private static final TempFolder FILES = TempFolder.untilExit("tomcat");

    private SpringApi() {}

    @EnableAutoConfiguration
    @Import({Endpoint.class, SpringHardening.BodyLimit.class, SpringHardening.Problems.class})
    static class Application {}

    static Api start(Setup setup) {
        var properties = new HashMap<String, Object>(
                Map.of("server.address", "127.0.0.1", "server.port", setup.port(), "server.tomcat.basedir",
                        FILES.path(),
                        "spring.threads.virtual.enabled", setup.virtualThreads()));
        if (setup.hardened()) {
            properties.putAll(hardening(setup));
        }
        var application = new SpringApplication(Application.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false);
        application.addInitializers((ApplicationContextInitializer<GenericApplicationContext>) context -> context
                .registerBean(Setup.class, () -> setup));
        var arguments = properties.entrySet().stream().map(property -> "--" + property.getKey() + "="
                + property.getValue()); // else the environment has precedence
        var context = (ServletWebServerApplicationContext) application.run(arguments.toArray(String[]::new));
        return new Api(Objects.requireNonNull(context.getWebServer()).getPort(), context::close);
    }

    // @start region=spring-hardening
    private static Map<String, Object> hardening(Setup setup) {
        return Map.of("hardened", true, "server.tomcat.connection-timeout", setup.patience(),
                "spring.lifecycle.timeout-per-shutdown-phase", Setup.GRACE,
                "spring.jackson.deserialization.accept-float-as-int", false,
                "spring.jackson.mapper.allow-coercion-of-scalars", false,
                "spring.jackson.read.strict-duplicate-detection", true,
                "spring.jackson.deserialization.fail-on-unknown-properties", true);
    }
    // @end

    // @start region=spring
    @RestController
    static class Endpoint {
        private final Orders orders;

        Endpoint(Setup setup) {
            orders = setup.orders();
        }

        @PostMapping("/orders")
        ResponseEntity<Order> create(@RequestBody @Valid NewOrder wanted) {
            var order = orders.create(wanted);
            return ResponseEntity.created(URI.create("/orders/" + order.id())).body(order);
        }

        @GetMapping("/orders/{id}")
        Order find(@PathVariable String id) {
            var order = orders.find(id);
            if (order == null) {
                throw new ResponseStatusException(HttpStatus.NOT_FOUND);
            }
            return order;
        }
    }
    // @end
}
