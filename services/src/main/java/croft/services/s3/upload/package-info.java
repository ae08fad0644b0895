/**
 * Uploads in parts: what was begun, the parts that came, and how they become an object. A part is a
 * content of its own; joining them copies no byte. The object itself is put in its place by {@code
 * croft.services.s3.object}.
 */
@NullMarked
package croft.services.s3.upload;

import org.jspecify.annotations.NullMarked;
