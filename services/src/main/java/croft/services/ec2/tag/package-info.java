/** Tags on every resource of EC2. */
@NullMarked
package croft.services.ec2.tag;

import org.jspecify.annotations.NullMarked;
