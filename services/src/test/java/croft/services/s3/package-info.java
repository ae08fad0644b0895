@NullMarked
package croft.services.s3;

import org.jspecify.annotations.NullMarked;
