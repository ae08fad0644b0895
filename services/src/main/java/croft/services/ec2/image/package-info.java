/** Images to launch from: the host's own root and imported file systems. */
@NullMarked
package croft.services.ec2.image;

import org.jspecify.annotations.NullMarked;
