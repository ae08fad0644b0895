/** Intrinsic functions, and what parts of a template they refer to. */
@NullMarked
package croft.services.cloudformation.template.function;

import org.jspecify.annotations.NullMarked;
