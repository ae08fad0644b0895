@NullMarked
package croft.services.ec2.placementgroup;

import org.jspecify.annotations.NullMarked;
