/**
 * The Security Token Service: who a caller is, and temporary credentials for roles and users. It
 * keeps nothing; roles and the making of sessions are IAM's.
 */
@NullMarked
package croft.services.sts;

import org.jspecify.annotations.NullMarked;
