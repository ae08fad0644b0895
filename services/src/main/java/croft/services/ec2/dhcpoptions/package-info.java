/** DHCP options sets: the domain and the servers that a VPC's instances are told of. */
@NullMarked
package croft.services.ec2.dhcpoptions;

import org.jspecify.annotations.NullMarked;
