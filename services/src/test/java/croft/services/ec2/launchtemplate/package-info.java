@NullMarked
package croft.services.ec2.launchtemplate;

import org.jspecify.annotations.NullMarked;
