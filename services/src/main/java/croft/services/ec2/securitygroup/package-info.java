/** Security groups and their rules, enforced by the network driver. */
@NullMarked
package croft.services.ec2.securitygroup;

import org.jspecify.annotations.NullMarked;
