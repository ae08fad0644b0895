@NullMarked
package croft.services.acm;

import org.jspecify.annotations.NullMarked;
