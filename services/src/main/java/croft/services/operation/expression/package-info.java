/** Regular expressions that come from callers: compiled here alone, bounded in time and memory. */
@NullMarked
package croft.services.operation.expression;

import org.jspecify.annotations.NullMarked;
