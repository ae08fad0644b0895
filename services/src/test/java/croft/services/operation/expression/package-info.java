@NullMarked
package croft.services.operation.expression;

import org.jspecify.annotations.NullMarked;
