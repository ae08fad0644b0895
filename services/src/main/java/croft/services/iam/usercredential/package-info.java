/** Public keys and signing certificates of users. */
@NullMarked
package croft.services.iam.usercredential;

import org.jspecify.annotations.NullMarked;
