/** Tests of the event history. */
@NullMarked
package croft.services.cloudtrail.event;

import org.jspecify.annotations.NullMarked;
