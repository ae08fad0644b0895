package croft.services.s3.content;

import croft.store.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of a content are.
 *
 * @param name what it was written for, to tell of damage
 * @param references how many rows of objects and parts hold it
 * @param sizeBytes of the plain bytes
 * @param inline the encrypted bytes in Base64, null when a blob of the same id holds them
 * @param storedCrc32c of the encrypted bytes, for who has no key
 * @param parts of a joined content, in order: contents that only it refers to
 * @param damage what the scrubber found wrong; null when nothing
 */
record StoredContent(
    String id,
    String name,
    long references,
    long sizeBytes,
    @Nullable String inline,
    long storedCrc32c,
    List<ContentPart> parts,
    @Nullable String damage) {

  static final Table<StoredContent> TABLE =
      Table.of("s3_content", StoredContent.class, row -> "", StoredContent::id);

  StoredContent {
    parts = List.copyOf(parts);
  }

  boolean isBlob() {
    return inline == null && parts.isEmpty();
  }

  StoredContent withReferences(long count) {
    return new StoredContent(id, name, count, sizeBytes, inline, storedCrc32c, parts, damage);
  }

  StoredContent withDamage(@Nullable String found) {
    return new StoredContent(id, name, references, sizeBytes, inline, storedCrc32c, parts, found);
  }
}
