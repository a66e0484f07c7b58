/// One-to-one, one-to-many, many-to-many: how do you model each, and what does each cost?
///
/// Answer: [docs/09-schema-relationships.md](../../../../../../docs/09-schema-relationships.md)
@NullMarked
package handbook.core.relationships;

import org.jspecify.annotations.NullMarked;
