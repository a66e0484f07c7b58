package handbook.core.webframeworks;

import java.util.List;

/// The four that serve the same API.
enum Framework {
    JAVALIN("Javalin"), MICRONAUT("Micronaut"), SPRING("Spring Boot"), MICROWEB("MicroWeb");

    /// Those that come with defaults of their own.
    static final List<Framework> LIBRARIES = List.of(JAVALIN, MICRONAUT, SPRING);

    private final String title;

    Framework(String title) {
        this.title = title;
    }

    Api start(Setup setup) {
        Quiet.loggers();
        return switch (this) {
            case JAVALIN -> JavalinApi.start(setup);
            case MICRONAUT -> MicronautApi.start(setup);
            case SPRING -> SpringApi.start(setup);
            case MICROWEB -> MicroWebApi.start(setup);
        };
    }

    String title() {
        return title;
    }
}
