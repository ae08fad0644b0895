/** Putting events and finding them again. */
@NullMarked
package croft.services.logs.event;

import org.jspecify.annotations.NullMarked;
