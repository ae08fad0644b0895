/**
 * The operations that users, groups and roles share: inline policies, attached policies and the
 * permissions boundary. They are written once, and bound to each noun's generated requests.
 */
@NullMarked
package croft.services.iam.holder;

import org.jspecify.annotations.NullMarked;
