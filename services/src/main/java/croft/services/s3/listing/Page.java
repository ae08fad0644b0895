package croft.services.s3.listing;

import croft.services.s3.object.ListedVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a listing.
 *
 * @param prefixes what keys between the prefix and the next delimiter have in common, once each
 * @param last the last key or common prefix of the page, where the next begins; null at the end
 * @param lastVersion the version of {@code last} in a listing of versions, else null
 */
record Page(
    List<ListedVersion> versions,
    List<String> prefixes,
    @Nullable String last,
    @Nullable ListedVersion lastVersion) {

  boolean truncated() {
    return last != null;
  }
}
