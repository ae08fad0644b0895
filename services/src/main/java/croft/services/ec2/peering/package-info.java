/** Peering connections between two VPCs, of one account or of two. */
@NullMarked
package croft.services.ec2.peering;

import org.jspecify.annotations.NullMarked;
