package handbook.deployment.zerodowntime;

import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

/// Undertow's proxy logs each request that fails as an error. Here they are the result, and are counted.
final class ProxyLog {
    private ProxyLog() {}

    static void off() {
        ((Logger) LoggerFactory.getLogger("io.undertow.proxy")).setLevel(Level.OFF);
        ((Logger) LoggerFactory.getLogger("io.undertow.request")).setLevel(Level.OFF);
    }
}
