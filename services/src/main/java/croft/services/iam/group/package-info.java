/** Groups of users and the policies their members have by them. */
@NullMarked
package croft.services.iam.group;

import org.jspecify.annotations.NullMarked;
