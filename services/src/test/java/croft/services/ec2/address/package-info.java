@NullMarked
package croft.services.ec2.address;

import org.jspecify.annotations.NullMarked;
