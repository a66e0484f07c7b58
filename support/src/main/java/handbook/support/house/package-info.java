/// Keeps the handbook true: commands that write into the answers what can be written, and checks that refuse what
/// is not so.
///
/// [Capture] and [Render] are the commands. [House] gives the checks to the one small test class of each module.
@NullMarked
package handbook.support.house;

import org.jspecify.annotations.NullMarked;
