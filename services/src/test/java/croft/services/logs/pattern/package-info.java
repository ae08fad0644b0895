@NullMarked
package croft.services.logs.pattern;

import org.jspecify.annotations.NullMarked;
