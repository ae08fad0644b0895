/** Makes groups what they shall be: launches, replaces, ends, and records what was done. */
@NullMarked
package croft.services.autoscaling.reconcile;

import org.jspecify.annotations.NullMarked;
