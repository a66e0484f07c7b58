/// The table has hundreds of millions of rows. How does your list endpoint page through it?
///
/// Answer: [docs/10-pagination.md](../../../../../../docs/10-pagination.md)
@NullMarked
package handbook.core.pagination;

import org.jspecify.annotations.NullMarked;
