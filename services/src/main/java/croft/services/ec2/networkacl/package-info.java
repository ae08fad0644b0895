/** Network ACLs: what may cross the border of a subnet, entry by entry, both ways. */
@NullMarked
package croft.services.ec2.networkacl;

import org.jspecify.annotations.NullMarked;
