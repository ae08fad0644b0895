@NullMarked
package croft.services.ec2.dhcpoptions;

import org.jspecify.annotations.NullMarked;
