@NullMarked
package croft.services.ec2.internetgateway;

import org.jspecify.annotations.NullMarked;
