/**
 * What a stranger sends, made up: each test feeds one decoder and lets nothing escape but a {@link
 * croft.base.ServiceError}. Every build runs the seeds; the profile {@code fuzz} searches for a
 * minute each.
 */
@NullMarked
package croft.wire.fuzz;

import org.jspecify.annotations.NullMarked;
