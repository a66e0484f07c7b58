/// A topic that does what the house forbids: it sees another topic, and its example leaves things behind.
@NullMarked
package handbook.sample.wolf;

import org.jspecify.annotations.NullMarked;
