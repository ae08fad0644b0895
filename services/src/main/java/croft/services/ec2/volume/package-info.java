/** Owns volumes: so far the root disks of instances, which live and die with them. */
@NullMarked
package croft.services.ec2.volume;

import org.jspecify.annotations.NullMarked;
