/** The instance metadata service, answered inside each VPC at 169.254.169.254. */
@NullMarked
package croft.services.ec2.metadata;

import org.jspecify.annotations.NullMarked;
