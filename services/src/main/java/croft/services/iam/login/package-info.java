/** Passwords of users: login profiles, the rules a password must keep, and ChangePassword. */
@NullMarked
package croft.services.iam.login;

import org.jspecify.annotations.NullMarked;
