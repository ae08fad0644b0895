/** Streams: what one source says, in the order it was said. */
@NullMarked
package croft.services.logs.logstream;

import org.jspecify.annotations.NullMarked;
