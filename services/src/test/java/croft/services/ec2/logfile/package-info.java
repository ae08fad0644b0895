@NullMarked
package croft.services.ec2.logfile;

import org.jspecify.annotations.NullMarked;
