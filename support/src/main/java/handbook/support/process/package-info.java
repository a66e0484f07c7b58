/// Other JVMs and programs that an example starts, and the promise that they end with it.
@NullMarked
package handbook.support.process;

import org.jspecify.annotations.NullMarked;
