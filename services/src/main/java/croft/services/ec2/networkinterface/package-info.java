/** Network interfaces: the address an instance has in a subnet. */
@NullMarked
package croft.services.ec2.networkinterface;

import org.jspecify.annotations.NullMarked;
