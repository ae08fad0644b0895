@NullMarked
package croft.services.autoscaling.launchconfiguration;

import org.jspecify.annotations.NullMarked;
