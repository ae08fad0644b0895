@NullMarked
package croft.services.ec2.peering;

import org.jspecify.annotations.NullMarked;
