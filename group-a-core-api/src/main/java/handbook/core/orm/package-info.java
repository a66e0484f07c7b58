/// ORM, query builder or raw SQL: what does each cost you, and when do you reach for SQL?
///
/// Answer: [docs/05-orm-vs-sql.md](../../../../../../docs/05-orm-vs-sql.md)
@NullMarked
package handbook.core.orm;

import org.jspecify.annotations.NullMarked;
