@NullMarked
package croft.services.s3.object;

import org.jspecify.annotations.NullMarked;
