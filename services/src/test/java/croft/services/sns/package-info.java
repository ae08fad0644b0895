@NullMarked
package croft.services.sns;

import org.jspecify.annotations.NullMarked;
