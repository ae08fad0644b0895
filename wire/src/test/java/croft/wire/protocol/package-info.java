/** Tests of routing and of the protocols, with a small model of their own. */
@NullMarked
package croft.wire.protocol;

import org.jspecify.annotations.NullMarked;
