/// Keeps the handbook true: commands that write into the answers what can be written, and checks that refuse what
/// is not so.
///
/// [Capture] and [Render] are the commands.
@NullMarked
package handbook.support.house;

import org.jspecify.annotations.NullMarked;
