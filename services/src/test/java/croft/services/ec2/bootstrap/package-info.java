@NullMarked
package croft.services.ec2.bootstrap;

import org.jspecify.annotations.NullMarked;
