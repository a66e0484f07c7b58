/// What all examples have in common: how one is found by its id, how its arguments are read, how it fails, and the
/// first line that says where its figures come from.
@NullMarked
package handbook.support.example;

import org.jspecify.annotations.NullMarked;
