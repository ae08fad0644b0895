@NullMarked
package croft.services.ec2.securitygroup;

import org.jspecify.annotations.NullMarked;
