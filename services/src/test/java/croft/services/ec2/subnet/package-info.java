@NullMarked
package croft.services.ec2.subnet;

import org.jspecify.annotations.NullMarked;
