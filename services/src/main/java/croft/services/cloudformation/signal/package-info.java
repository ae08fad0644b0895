/** Signals that resources are ready: from instances, and for wait conditions. */
@NullMarked
package croft.services.cloudformation.signal;

import org.jspecify.annotations.NullMarked;
