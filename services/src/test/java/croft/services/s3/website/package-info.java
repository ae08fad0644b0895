/** Tests of this room. */
@NullMarked
package croft.services.s3.website;

import org.jspecify.annotations.NullMarked;
