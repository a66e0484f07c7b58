/// Six developers change the schema every week. How do you keep migrations from hurting each other?
///
/// Answer: [docs/08-migrations.md](../../../../../../docs/08-migrations.md)
@NullMarked
package handbook.core.migrations;

import org.jspecify.annotations.NullMarked;
