/** Auto Scaling groups: what they shall be. The only room that writes their rows. */
@NullMarked
package croft.services.autoscaling.group;

import org.jspecify.annotations.NullMarked;
