/** Events: how a call becomes one, how they are kept, looked up and in time forgotten. */
@NullMarked
package croft.services.cloudtrail.event;

import org.jspecify.annotations.NullMarked;
