@NullMarked
package croft.services.ec2.spot;

import org.jspecify.annotations.NullMarked;
