/** Tests of this room. */
@NullMarked
package croft.services.s3.accesslog;

import org.jspecify.annotations.NullMarked;
