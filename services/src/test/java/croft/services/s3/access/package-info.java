/** Tests of this room. */
@NullMarked
package croft.services.s3.access;

import org.jspecify.annotations.NullMarked;
