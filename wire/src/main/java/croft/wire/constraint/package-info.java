/**
 * Whether an input is what its model demands: required members, lengths, ranges, patterns and
 * enumerations. {@link croft.wire.constraint.ConstraintChecker} walks a shape and finds the {@link
 * croft.wire.constraint.Violation}s; {@link croft.wire.constraint.Wording} tells them as AWS's
 * services of one protocol do.
 */
@NullMarked
package croft.wire.constraint;

import org.jspecify.annotations.NullMarked;
