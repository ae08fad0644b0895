@NullMarked
package croft.services.operation;

import org.jspecify.annotations.NullMarked;
