@NullMarked
package croft.services.ec2.endpoint;

import org.jspecify.annotations.NullMarked;
