@NullMarked
package croft.services.ec2.image;

import org.jspecify.annotations.NullMarked;
