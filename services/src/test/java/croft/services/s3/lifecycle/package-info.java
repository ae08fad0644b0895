/** Tests of this room. */
@NullMarked
package croft.services.s3.lifecycle;

import org.jspecify.annotations.NullMarked;
