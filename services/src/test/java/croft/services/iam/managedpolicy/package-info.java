/** Tests of managed policies. */
@NullMarked
package croft.services.iam.managedpolicy;

import org.jspecify.annotations.NullMarked;
