/// Time that a test or an example moves by hand.
@NullMarked
package handbook.support.time;

import org.jspecify.annotations.NullMarked;
