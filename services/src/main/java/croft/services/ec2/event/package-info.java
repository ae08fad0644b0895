/**
 * Scheduled events: what will be done to an instance, and when. The owner of the machine schedules
 * them; they are shown, moved, and carried out at their time.
 */
@NullMarked
package croft.services.ec2.event;

import org.jspecify.annotations.NullMarked;
