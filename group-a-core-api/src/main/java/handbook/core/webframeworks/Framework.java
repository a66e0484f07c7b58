package handbook.core.webframeworks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

import handbook.support.example.Failure;

/// The four that serve the same API.
enum Framework {
    JAVALIN("Javalin"), MICRONAUT("Micronaut"), SPRING("Spring Boot"), MICROWEB("MicroWeb");

    /// Those that come with defaults of their own.
    static final List<Framework> LIBRARIES = List.of(JAVALIN, MICRONAUT, SPRING);

    /// What is done with one of them.
    interface Task<T> {
        T on(Framework framework) throws Exception;
    }

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

    /// Does the same with each at the same time, on platform threads: a start loads classes, which pins virtual ones.
    ///
    /// @return the results, in the order of the frameworks
    static <T> List<T> sideBySide(List<Framework> frameworks, Task<T> task)
            throws InterruptedException, ExecutionException {
        Quiet.loggers(); // SLF4J must be complete before the threads come
        var tasks = frameworks.stream().map(framework -> (Callable<T>) () -> task.on(framework)).toList();
        var results = new ArrayList<T>();
        try (var threads = Executors.newFixedThreadPool(frameworks.size())) {
            for (var result : threads.invokeAll(tasks)) {
                results.add(result.get());
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Failure failure) { // says by itself what to do
                throw failure;
            }
            throw e;
        }
        return results;
    }

    String title() {
        return title;
    }
}
