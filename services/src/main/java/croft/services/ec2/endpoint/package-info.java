/** Gateway endpoints: the way to S3 that needs neither internet nor NAT gateway. */
@NullMarked
package croft.services.ec2.endpoint;

import org.jspecify.annotations.NullMarked;
