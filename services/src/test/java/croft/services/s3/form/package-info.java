/** Tests of this room. */
@NullMarked
package croft.services.s3.form;

import org.jspecify.annotations.NullMarked;
