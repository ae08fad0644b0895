@NullMarked
package croft.services.autoscaling.lifecyclehook;

import org.jspecify.annotations.NullMarked;
