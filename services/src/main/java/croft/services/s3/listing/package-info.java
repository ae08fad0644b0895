/** What a bucket holds, page by page: current objects and all versions. */
@NullMarked
package croft.services.s3.listing;

import org.jspecify.annotations.NullMarked;
