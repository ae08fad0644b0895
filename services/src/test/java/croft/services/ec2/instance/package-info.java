@NullMarked
package croft.services.ec2.instance;

import org.jspecify.annotations.NullMarked;
