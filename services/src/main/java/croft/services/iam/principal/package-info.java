/** Users, groups, roles and policies by ARN, and all the policies each holds. */
@NullMarked
package croft.services.iam.principal;

import org.jspecify.annotations.NullMarked;
