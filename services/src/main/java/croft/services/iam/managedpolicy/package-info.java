/** Policies with a name of their own, their versions, and to whom they are attached. */
@NullMarked
package croft.services.iam.managedpolicy;

import org.jspecify.annotations.NullMarked;
