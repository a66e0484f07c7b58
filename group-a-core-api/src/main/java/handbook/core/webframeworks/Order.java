package handbook.core.webframeworks;

import java.time.Instant;

import io.micronaut.serde.annotation.Serdeable;

/// What a client gets.
///
/// @param id a number of 64 bits as text: JavaScript reads a JSON number as a double, which is exact up to 2^53 only
/// @param item what was ordered
/// @param qty how many of it
/// @param created when
@Serdeable
record Order(String id, String item, int qty, Instant created) {}
