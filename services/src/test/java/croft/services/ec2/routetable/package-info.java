@NullMarked
package croft.services.ec2.routetable;

import org.jspecify.annotations.NullMarked;
