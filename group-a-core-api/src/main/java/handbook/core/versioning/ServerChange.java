package handbook.core.versioning;

/// What the server's team did after the client of 2024 was built.
enum ServerChange {
    NONE("nothing"), FIELD_ADDED("a field is added") {
        @Override
        String order() {
            return """
                    {"id":7,"status":"PAID","customer":"Ada","total":1990,"gift":false}""";
        }
    },
    ENUM_VALUE_ADDED("an enum gets a value") {
        @Override
        String order() {
            return """
                    {"id":7,"status":"ON_HOLD","customer":"Ada","total":1990}""";
        }
    },
    FIELD_RENAMED("a field is renamed") {
        @Override
        String order() {
            return """
                    {"id":7,"status":"PAID","customerName":"Ada","total":1990}""";
        }
    },
    FIELD_REMOVED("a field is removed") {
        @Override
        String order() {
            return """
                    {"id":7,"status":"PAID","total":1990}""";
        }
    },
    TYPE_CHANGED("cents become euros") {
        @Override
        String order() {
            return """
                    {"id":7,"status":"PAID","customer":"Ada","total":19.90}""";
        }
    },
    INPUT_REQUIRED("a new input is required") {
        @Override
        int create(String body) {
            return body.contains("\"currency\"") ? 201 : 400;
        }
    },
    STATUS_CHANGED("201 becomes 202") {
        @Override
        int create(String body) {
            return 202;
        }
    },
    ORDER_CHANGED("the list is sorted anew") {
        @Override
        String ids() {
            return "[7,8,9]";
        }
    };

    private final String title;

    ServerChange(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /// @return the body of `GET /orders/7`
    String order() {
        return """
                {"id":7,"status":"PAID","customer":"Ada","total":1990}""";
    }

    /// @return the body of `GET /orders`; in 2024 the newest came first
    String ids() {
        return "[9,8,7]";
    }

    /// @param body what was posted to `/orders`
    /// @return the status
    int create(String body) {
        return 201;
    }
}
