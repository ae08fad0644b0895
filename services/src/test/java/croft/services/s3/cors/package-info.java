/** Tests of this room. */
@NullMarked
package croft.services.s3.cors;

import org.jspecify.annotations.NullMarked;
