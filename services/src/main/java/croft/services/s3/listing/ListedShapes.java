package croft.services.s3.listing;

import croft.api.s3.DeleteMarkerEntry;
import croft.api.s3.ObjectShape;
import croft.api.s3.ObjectVersion;
import croft.api.s3.Owner;
import croft.base.CanonicalUserId;
import croft.services.s3.object.ListedVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The elements of one listing. */
final class ListedShapes {
  private final Encoding encoding;
  private final Map<String, Owner> owners = new HashMap<>();

  ListedShapes(Encoding encoding) {
    this.encoding = encoding;
  }

  ObjectShape object(ListedVersion row, boolean withOwner) {
    return ObjectShape.builder()
        .key(encoding.encode(row.key()))
        .lastModified(row.modified())
        .eTag(row.etag())
        .checksumAlgorithm(algorithms(row))
        .checksumType(checksumType(row))
        .size(row.sizeBytes())
        .storageClass(row.storageClass())
        .owner(withOwner ? owner(row) : null)
        .build();
  }

  ObjectVersion version(ListedVersion row) {
    return ObjectVersion.builder()
        .key(encoding.encode(row.key()))
        .versionId(row.versionId())
        .isLatest(row.latest())
        .lastModified(row.modified())
        .eTag(row.etag())
        .checksumAlgorithm(algorithms(row))
        .checksumType(checksumType(row))
        .size(row.sizeBytes())
        .storageClass(row.storageClass())
        .owner(owner(row))
        .build();
  }

  DeleteMarkerEntry deleteMarker(ListedVersion row) {
    return DeleteMarkerEntry.builder()
        .key(encoding.encode(row.key()))
        .versionId(row.versionId())
        .isLatest(row.latest())
        .lastModified(row.modified())
        .owner(owner(row))
        .build();
  }

  private Owner owner(ListedVersion row) {
    return owners.computeIfAbsent(
        row.owner(), account -> Owner.builder().id(CanonicalUserId.of(account)).build());
  }

  private static List<String> algorithms(ListedVersion row) {
    int blank = row.checksum().indexOf(' ');
    return blank < 0 ? List.of() : List.of(row.checksum().substring(0, blank));
  }

  private static @Nullable String checksumType(ListedVersion row) {
    int blank = row.checksum().indexOf(' ');
    return blank < 0 ? null : row.checksum().substring(blank + 1);
  }
}
