package handbook.core.versioning;

import java.net.URI;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import handbook.support.process.TempFolder;

/// Spring MVC on Tomcat, started by Boot on a port of the system's choice. Its beans are those it is given: nothing is
/// scanned, and of Boot's configurations only the five named here take part.
final class SpringServer implements AutoCloseable {
    /// Tomcat's, gone when the JVM ends: a later server makes the first one's folder anew when it is not there.
    private static final TempFolder FILES = TempFolder.untilExit("tomcat");

    private static final Logger TOMCAT = Logger.getLogger("org.apache"); // else it is collected, and its level with it

    static {
        TOMCAT.setLevel(Level.WARNING);
        // else Boot sets up logging for the whole JVM again
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    }

    private final ConfigurableApplicationContext context;

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
            WebMvcAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class,
            JacksonAutoConfiguration.class})
    static class Web {}

    private SpringServer(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /// Starts a server.
    ///
    /// @param beans registers controllers, configuration and filters
    /// @return the server, which answers
    static SpringServer start(Consumer<GenericApplicationContext> beans) {
        var application = new SpringApplication(Web.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.addInitializers(context -> beans.accept((GenericApplicationContext) context));
        // as arguments: else the environment, SERVER_PORT for example, has precedence
        return new SpringServer(application.run("--server.port=0", "--server.address=127.0.0.1",
                "--server.tomcat.basedir=" + FILES.path()));
    }

    /// @return for example `http://127.0.0.1:40123`, without a slash at its end
    URI uri() {
        return URI.create("http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    /// @param type a bean's class
    /// @return the bean
    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
