/** What callers do with subnets; their rows are kept beside the VPCs'. */
@NullMarked
package croft.services.ec2.subnet;

import org.jspecify.annotations.NullMarked;
