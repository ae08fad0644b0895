/** Tests of the house as a whole. */
@NullMarked
package croft;

import org.jspecify.annotations.NullMarked;
