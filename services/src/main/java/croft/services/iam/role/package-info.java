/** Roles: who may assume them, what they may do, their tags and boundary. */
@NullMarked
package croft.services.iam.role;

import org.jspecify.annotations.NullMarked;
