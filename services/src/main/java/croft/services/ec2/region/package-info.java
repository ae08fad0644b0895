/** Regions and availability zones. */
@NullMarked
package croft.services.ec2.region;

import org.jspecify.annotations.NullMarked;
