@NullMarked
package croft.services.ec2;

import org.jspecify.annotations.NullMarked;
