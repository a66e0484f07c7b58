/// A network that fails when it is told to, and loads whose every request is accounted for.
@NullMarked
package handbook.support.net;

import org.jspecify.annotations.NullMarked;
