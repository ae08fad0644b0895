@NullMarked
package croft.services.s3.bucket;

import org.jspecify.annotations.NullMarked;
