/** Tags of groups, which instances may get at their launch. */
@NullMarked
package croft.services.autoscaling.tag;

import org.jspecify.annotations.NullMarked;
