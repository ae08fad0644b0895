/** Prefix lists: named sets of blocks that rules and routes refer to, with their versions. */
@NullMarked
package croft.services.ec2.prefixlist;

import org.jspecify.annotations.NullMarked;
