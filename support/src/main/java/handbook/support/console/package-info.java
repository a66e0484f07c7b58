/// Tables, bars and figures on the console, and the line that says on what machine they were made.
@NullMarked
package handbook.support.console;

import org.jspecify.annotations.NullMarked;
