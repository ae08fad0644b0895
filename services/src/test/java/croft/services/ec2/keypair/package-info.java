@NullMarked
package croft.services.ec2.keypair;

import org.jspecify.annotations.NullMarked;
