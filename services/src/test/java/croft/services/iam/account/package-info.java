/** Tests of accounts. */
@NullMarked
package croft.services.iam.account;

import org.jspecify.annotations.NullMarked;
