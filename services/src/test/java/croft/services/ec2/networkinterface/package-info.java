@NullMarked
package croft.services.ec2.networkinterface;

import org.jspecify.annotations.NullMarked;
