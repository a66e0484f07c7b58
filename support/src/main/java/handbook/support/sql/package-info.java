/// Instruments for topics with a database: forced interleavings of two sessions, plans as data, counted statements.
@NullMarked
package handbook.support.sql;

import org.jspecify.annotations.NullMarked;
