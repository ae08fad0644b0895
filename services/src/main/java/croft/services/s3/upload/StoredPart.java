package croft.services.s3.upload;

import croft.services.s3.content.Content;
import croft.store.Table;
import java.time.Instant;

/**
 * A part that came.
 *
 * @param number from 1 to 10,000; a part that comes again replaces the former
 */
record StoredPart(String uploadId, int number, Instant modified, Content content) {
  static final Table<StoredPart> TABLE =
      Table.of(
          "s3_upload_part", StoredPart.class, StoredPart::uploadId, part -> rowId(part.number));

  static String rowId(int number) {
    return "%05d".formatted(number);
  }

  String etag() {
    return '"' + content.etag() + '"';
  }
}
