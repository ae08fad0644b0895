@NullMarked
package croft.services.ec2.snapshot;

import org.jspecify.annotations.NullMarked;
