/** Launch configurations: how a group's instances are launched. */
@NullMarked
package croft.services.autoscaling.launchconfiguration;

import org.jspecify.annotations.NullMarked;
