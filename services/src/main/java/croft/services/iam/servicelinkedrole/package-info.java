/** Roles that AWS services make for themselves, under the names AWS gives them. */
@NullMarked
package croft.services.iam.servicelinkedrole;

import org.jspecify.annotations.NullMarked;
