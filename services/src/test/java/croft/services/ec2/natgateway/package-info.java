@NullMarked
package croft.services.ec2.natgateway;

import org.jspecify.annotations.NullMarked;
