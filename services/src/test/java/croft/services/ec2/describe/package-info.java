@NullMarked
package croft.services.ec2.describe;

import org.jspecify.annotations.NullMarked;
