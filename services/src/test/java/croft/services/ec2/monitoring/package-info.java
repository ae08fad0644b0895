@NullMarked
package croft.services.ec2.monitoring;

import org.jspecify.annotations.NullMarked;
