/** Tests of constraint checks. */
@NullMarked
package croft.wire.constraint;

import org.jspecify.annotations.NullMarked;
