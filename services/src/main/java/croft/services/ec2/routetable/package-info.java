/** Route tables: which subnet follows which, and where each destination leads. */
@NullMarked
package croft.services.ec2.routetable;

import org.jspecify.annotations.NullMarked;
