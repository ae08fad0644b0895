@NullMarked
package croft.services.ec2.volume;

import org.jspecify.annotations.NullMarked;
