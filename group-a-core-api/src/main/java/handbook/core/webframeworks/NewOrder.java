package handbook.core.webframeworks;

import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

/// What a client sends.
///
/// @param item what is ordered
/// @param qty how many of it
@Serdeable
record NewOrder(@NotBlank String item, @Min(1) int qty) {}
