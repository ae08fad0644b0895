@NullMarked
package croft.services.ec2.vpc;

import org.jspecify.annotations.NullMarked;
