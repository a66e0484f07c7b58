package handbook.core.webframeworks;

import java.util.UUID;
import java.util.function.BiConsumer;

/// Logs what went wrong inside, under an id. The client gets the id and nothing else.
///
/// @param log takes the id and the cause
record Incidents(BiConsumer<String, Throwable> log) {
    String report(Throwable cause) {
        var id = UUID.randomUUID().toString();
        log.accept(id, cause);
        return id;
    }
}
