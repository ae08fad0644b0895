@NullMarked
package croft.services.cloudformation.engine;

import org.jspecify.annotations.NullMarked;
