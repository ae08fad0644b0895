/**
 * Stacks and what they are made of, as rows; and the operations that begin, end and describe them.
 * An operation writes what shall be and wakes the engine; only the engine changes resources.
 */
@NullMarked
package croft.services.cloudformation.stack;

import org.jspecify.annotations.NullMarked;
