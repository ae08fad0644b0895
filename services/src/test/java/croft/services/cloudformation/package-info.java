@NullMarked
package croft.services.cloudformation;

import org.jspecify.annotations.NullMarked;
