/** NAT gateways: the way out of subnets whose instances nobody outside may reach. */
@NullMarked
package croft.services.ec2.natgateway;

import org.jspecify.annotations.NullMarked;
