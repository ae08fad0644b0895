@NullMarked
package croft.services.logs;

import org.jspecify.annotations.NullMarked;
