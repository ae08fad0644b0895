/** VPCs and their subnets: a default one in every region at its first use. */
@NullMarked
package croft.services.ec2.vpc;

import org.jspecify.annotations.NullMarked;
