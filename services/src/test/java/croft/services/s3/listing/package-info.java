@NullMarked
package croft.services.s3.listing;

import org.jspecify.annotations.NullMarked;
