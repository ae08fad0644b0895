/** Groups of streams: their names, tags, retention and resource policies. */
@NullMarked
package croft.services.logs.loggroup;

import org.jspecify.annotations.NullMarked;
