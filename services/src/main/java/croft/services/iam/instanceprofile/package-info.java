/** Instance profiles: the way a role comes to an instance. */
@NullMarked
package croft.services.iam.instanceprofile;

import org.jspecify.annotations.NullMarked;
