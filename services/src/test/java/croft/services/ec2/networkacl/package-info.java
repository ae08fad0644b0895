@NullMarked
package croft.services.ec2.networkacl;

import org.jspecify.annotations.NullMarked;
