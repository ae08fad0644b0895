/** Placement groups, and the places instances have in them. */
@NullMarked
package croft.services.ec2.placementgroup;

import org.jspecify.annotations.NullMarked;
