@NullMarked
package croft.services.ec2.metadata;

import org.jspecify.annotations.NullMarked;
