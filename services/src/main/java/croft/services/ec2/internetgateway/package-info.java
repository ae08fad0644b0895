/** Internet gateways: made, attached to one VPC at a time, and detached. */
@NullMarked
package croft.services.ec2.internetgateway;

import org.jspecify.annotations.NullMarked;
