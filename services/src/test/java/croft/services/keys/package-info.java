@NullMarked
package croft.services.keys;

import org.jspecify.annotations.NullMarked;
