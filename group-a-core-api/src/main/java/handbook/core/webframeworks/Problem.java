package handbook.core.webframeworks;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// What went wrong, as RFC 9457 has it, and the field it went wrong in. Without a `type` it is "about:blank": the
/// status says it all.
///
/// @param status the status of the answer
/// @param title the status in words
/// @param detail what the client can do about it
/// @param field the name in the request's body, where there is one
/// @param instance what the log has it under, where it has
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(int status, String title, String detail, @Nullable String field, @Nullable String instance) {
    static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(int status) {
        return of(status, null, null);
    }

    static Problem inField(String field) {
        return of(400, field, null);
    }

    static Problem incident(String id) {
        return of(500, null, "urn:uuid:" + id);
    }

    private static Problem of(int status, @Nullable String field, @Nullable String instance) {
        return switch (status) {
            case 400 -> new Problem(status, "Bad Request", "This is not the JSON that is expected here", field, null);
            case 404 -> new Problem(status, "Not Found", "There is nothing here", null, null);
            case 405 -> new Problem(status, "Method Not Allowed", "The header Allow has those that are", null, null);
            case 406 -> new Problem(status, "Not Acceptable", "There is application/json only", null, null);
            case 413 -> new Problem(status, "Content Too Large", "Send 64 KiB at most", null, null);
            case 415 -> new Problem(status, "Unsupported Media Type", "Send application/json", null, null);
            case 500 ->
                new Problem(status, "Internal Server Error", "It was logged under this instance", null, instance);
            default -> new Problem(status, "Error", "The request was not served", null, null);
        };
    }

    String json() {
        return StrictJson.write(this);
    }
}
