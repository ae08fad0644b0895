/** Launch templates and their versions, and how a launch takes what it does not say from one. */
@NullMarked
package croft.services.ec2.launchtemplate;

import org.jspecify.annotations.NullMarked;
