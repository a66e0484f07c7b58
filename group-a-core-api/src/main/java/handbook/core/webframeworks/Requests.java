package handbook.core.webframeworks;

/// Requests as they go over the wire, one a connection.
final class Requests {
    static final String TEA = "{\"item\":\"tea\",\"qty\":2}";

    private Requests() {}

    static String get(String path, String... headers) {
        return head("GET", path, headers) + "\r\n";
    }

    static String request(String method, String path) {
        return head(method, path) + "\r\n";
    }

    /// Creates an order, with a body of JSON.
    static String post(String json) {
        return postAs(json, "Content-Type: application/json");
    }

    static String postAs(String body, String... headers) {
        return head("POST", "/orders", headers) + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /// A body in chunks, so that its length is not known before its end.
    static String postChunked(String json) {
        return head("POST", "/orders", "Content-Type: application/json", "Transfer-Encoding: chunked") + "\r\n"
                + Integer.toHexString(json.length()) + "\r\n" + json + "\r\n0\r\n\r\n";
    }

    /// A body of JSON that is as long as wanted, and right in all else.
    static String teaOf(int length) {
        var empty = "{\"qty\":2,\"item\":\"\"}";
        return empty.replace("\"\"", "\"" + "x".repeat(length - empty.length()) + "\"");
    }

    private static String head(String method, String path, String... headers) {
        var head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
        return headers.length == 0 ? head : head + String.join("\r\n", headers) + "\r\n";
    }
}
