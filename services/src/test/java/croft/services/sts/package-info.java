@NullMarked
package croft.services.sts;

import org.jspecify.annotations.NullMarked;
