@NullMarked
package croft.services.ec2.event;

import org.jspecify.annotations.NullMarked;
