package handbook.core.webframeworks;

import java.io.IOException;
import java.io.InputStream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/// Jackson 2 that takes what is meant and nothing else.
final class StrictJson {
    // @start region=strict
    static final ObjectMapper MAPPER = JsonMapper.builder().addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT) // 2.9
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS) // "2"
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES) // a field that is missing
            .build();
    // @end

    private static final Validator VALIDATOR = Validation.byDefaultProvider().configure()
            .messageInterpolator(new ParameterMessageInterpolator()).buildValidatorFactory().getValidator();

    private StrictJson() {}

    /// Reads a body up to the limit, and validates it.
    ///
    /// @throws Refused when it is longer, or not exactly what is expected
    static <T> T read(InputStream body, Class<T> type) throws IOException {
        T value;
        try {
            value = MAPPER.readValue(limited(body), type);
        } catch (JsonProcessingException e) {
            throw new Refused(problem(e));
        }
        if (value == null) {
            throw new Refused(Problem.of(400));
        }
        VALIDATOR.validate(value).stream().findFirst().ifPresent(violation -> {
            throw new Refused(Problem.inField(violation.getPropertyPath().toString()));
        });
        return value;
    }

    static byte[] limited(InputStream body) throws IOException {
        var bytes = body.readNBytes(Setup.BODY_LIMIT + 1);
        if (bytes.length > Setup.BODY_LIMIT) {
            throw new Refused(Problem.of(413));
        }
        return bytes;
    }

    private static Problem problem(JsonProcessingException e) {
        return e instanceof JsonMappingException in && !in.getPath().isEmpty()
                ? Problem.inField(in.getPath().getLast().getFieldName())
                : Problem.of(400);
    }

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // all that is written here are records
        }
    }
}
