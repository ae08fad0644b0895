@NullMarked
package croft.services.logs.block;

import org.jspecify.annotations.NullMarked;
