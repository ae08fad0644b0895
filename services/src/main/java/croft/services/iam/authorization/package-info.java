/**
 * From a caller to a decision: the policies that have a say for a caller, the condition keys of a
 * call, and the words of a denial in each protocol.
 */
@NullMarked
package croft.services.iam.authorization;

import org.jspecify.annotations.NullMarked;
