/// When do you add an index, and which kind: B-tree, hash, GIN, full text?
///
/// Answer: [docs/07-indexing.md](../../../../../../docs/07-indexing.md)
@NullMarked
package handbook.core.indexing;

import org.jspecify.annotations.NullMarked;
