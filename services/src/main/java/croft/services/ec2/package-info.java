/**
 * EC2: instances, and the network, keys, images and tags they need. {@link
 * croft.services.ec2.Ec2Service} is the front door and lists every operation; each noun has a
 * sub-room. The room may call the compute and network drivers from its reconcilers only, and IAM
 * for the credentials of instance profiles.
 */
@NullMarked
package croft.services.ec2;

import org.jspecify.annotations.NullMarked;
