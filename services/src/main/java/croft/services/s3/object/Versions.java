package croft.services.s3.object;

import croft.services.s3.content.Content;
import croft.store.Documents;
import croft.store.Migration;
import croft.store.Sql;
import croft.store.Store;
import croft.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of all versions, in tables of their own: the current version of a key is found by one
 * look into one index, and a listing reads columns only, in the order of the keys' UTF-8 bytes. A
 * key has older versions only while it has a current one, be it a delete marker.
 */
public final class Versions {
  private static final String COLUMNS =
      "object_key, version_id, version_rank, modified_at, size_bytes, etag, storage_class,"
          + " checksum, owner";
  private static final String ALL = COLUMNS + ", document, content";
  private static final String DEFINED =
      " (bucket {key} NOT NULL, object_key {key} NOT NULL, version_id {key} NOT NULL,"
          + " version_rank BIGINT NOT NULL, modified_at BIGINT NOT NULL, size_bytes BIGINT NOT NULL,"
          + " etag TEXT NOT NULL, storage_class TEXT NOT NULL, checksum TEXT NOT NULL,"
          + " owner TEXT NOT NULL, document TEXT NOT NULL, content TEXT,";

  /** The tables, for {@link Store#migrate}. */
  public static final List<Migration> MIGRATIONS =
      List.of(
          new Migration(
              1,
              "current and older versions of objects",
              List.of(
                  "CREATE TABLE s3_current" + DEFINED + " PRIMARY KEY (bucket, object_key))",
                  "CREATE TABLE s3_older"
                      + DEFINED
                      + " PRIMARY KEY (bucket, object_key, version_rank))",
                  "CREATE UNIQUE INDEX i_s3_older_id ON s3_older"
                      + " (bucket, object_key, version_id)")));

  private static final String INSERTED = " (bucket, " + ALL + ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?)";
  private static final String OF_KEY = " WHERE bucket = ? AND object_key = ?";

  private final Documents documents;

  public Versions(Documents documents) {
    this.documents = documents;
  }

  /** The newest version of a key, which may be a delete marker. */
  public Optional<ObjectVersion> current(Transaction tx, String bucket, String key) {
    return tx.sql()
        .queryFirst(
            "SELECT " + ALL + " FROM s3_current" + OF_KEY,
            row -> version(bucket, row),
            bucket,
            key);
  }

  /** One version of a key. */
  public Optional<ObjectVersion> find(Transaction tx, String bucket, String key, String versionId) {
    return current(tx, bucket, key)
        .filter(version -> version.versionId().equals(versionId))
        .or(() -> older(tx, bucket, key, versionId));
  }

  /** One version of a key that is not its newest. */
  Optional<ObjectVersion> older(Transaction tx, String bucket, String key, String versionId) {
    return tx.sql()
        .queryFirst(
            "SELECT " + ALL + " FROM s3_older" + OF_KEY + " AND version_id = ?",
            row -> version(bucket, row),
            bucket,
            key,
            versionId);
  }

  /** The version that follows the newest. */
  Optional<ObjectVersion> newestOlder(Transaction tx, String bucket, String key) {
    return tx.sql()
        .queryFirst(
            "SELECT " + ALL + " FROM s3_older" + OF_KEY + " ORDER BY version_rank LIMIT 1",
            row -> version(bucket, row),
            bucket,
            key);
  }

  /** Whether a bucket has no version of any object. */
  public boolean isEmpty(Transaction tx, String bucket) {
    return tx.sql()
        .queryFirst(
            "SELECT object_key FROM s3_current WHERE bucket = ? LIMIT 1",
            row -> row.getString(1),
            bucket)
        .isEmpty();
  }

  /** Makes a version the newest of its key, instead of the one that is. */
  void putCurrent(Transaction tx, ObjectVersion version) {
    tx.sql()
        .update(
            "INSERT INTO s3_current"
                + INSERTED
                + " ON CONFLICT (bucket, object_key) DO UPDATE SET version_id = excluded.version_id,"
                + " version_rank = excluded.version_rank, modified_at = excluded.modified_at,"
                + " size_bytes = excluded.size_bytes, etag = excluded.etag,"
                + " storage_class = excluded.storage_class, checksum = excluded.checksum,"
                + " owner = excluded.owner, document = excluded.document,"
                + " content = excluded.content",
            values(version));
  }

  /** Adds a version that is not the newest. */
  void addOlder(Transaction tx, ObjectVersion version) {
    tx.sql().update("INSERT INTO s3_older" + INSERTED, values(version));
  }

  /** Writes the description of a version anew; everything else stays. */
  public void describe(Transaction tx, ObjectVersion version) {
    for (String table : List.of("s3_current", "s3_older")) {
      tx.sql()
          .update(
              "UPDATE " + table + " SET document = ?" + OF_KEY + " AND version_id = ?",
              documents.write(version.description()),
              version.bucket(),
              version.key(),
              version.versionId());
    }
  }

  void deleteCurrent(Transaction tx, String bucket, String key) {
    tx.sql().update("DELETE FROM s3_current" + OF_KEY, bucket, key);
  }

  void deleteOlder(Transaction tx, String bucket, String key, String versionId) {
    tx.sql()
        .update("DELETE FROM s3_older" + OF_KEY + " AND version_id = ?", bucket, key, versionId);
  }

  /**
   * The newest versions of keys, in order, delete markers among them.
   *
   * @param limit at most so many
   */
  public List<ListedVersion> listCurrent(Transaction tx, String bucket, KeyRange range, int limit) {
    return list(tx.sql(), "s3_current", bucket, range, limit);
  }

  /** The versions that are not the newest, by key, then the newest first. */
  public List<ListedVersion> listOlder(Transaction tx, String bucket, KeyRange range, int limit) {
    return list(tx.sql(), "s3_older", bucket, range, limit);
  }

  /** The versions of one key after a rank that are not the newest. */
  public List<ListedVersion> listOlderOf(
      Transaction tx, String bucket, String key, long afterRank, int limit) {
    return tx.sql()
        .query(
            "SELECT "
                + COLUMNS
                + " FROM s3_older"
                + OF_KEY
                + " AND version_rank > ? ORDER BY version_rank LIMIT ?",
            row -> listed(row, false),
            bucket,
            key,
            afterRank,
            limit);
  }

  /** What listings tell of one version. */
  public Optional<ListedVersion> findListed(
      Transaction tx, String bucket, String key, String versionId) {
    String where = OF_KEY + " AND version_id = ?";
    return tx.sql()
        .queryFirst(
            "SELECT " + COLUMNS + " FROM s3_current" + where,
            row -> listed(row, true),
            bucket,
            key,
            versionId)
        .or(() ->
            tx.sql()
                .queryFirst(
                    "SELECT " + COLUMNS + " FROM s3_older" + where,
                    row -> listed(row, false),
                    bucket,
                    key,
                    versionId));
  }

  private static List<ListedVersion> list(
      Sql sql, String table, String bucket, KeyRange range, int limit) {
    String order = table.equals("s3_older") ? "object_key, version_rank" : "object_key";
    String select =
        "SELECT "
            + COLUMNS
            + " FROM "
            + table
            + " WHERE bucket = ? AND object_key "
            + (range.exclusive() ? ">" : ">=")
            + " ?";
    String end = " ORDER BY " + order + " LIMIT ?";
    boolean latest = table.equals("s3_current");
    String below = range.below();
    return below == null
        ? sql.query(select + end, row -> listed(row, latest), bucket, range.from(), limit)
        : sql.query(
            select + " AND object_key < ?" + end,
            row -> listed(row, latest),
            bucket,
            range.from(),
            below,
            limit);
  }

  private @Nullable Object[] values(ObjectVersion version) {
    Content content = version.content();
    ObjectDescription description = version.description();
    return new @Nullable Object[] {
      version.bucket(),
      version.key(),
      version.versionId(),
      version.rank(),
      version.modified().toEpochMilli(),
      content == null ? 0L : content.sizeBytes(),
      version.etag(),
      description.storageClass(),
      content == null ? "" : checksum(content),
      description.owner(),
      documents.write(description),
      content == null ? null : documents.write(content)
    };
  }

  private static String checksum(Content content) {
    return content.checksums().keySet().stream()
        .map(algorithm -> algorithm + " " + content.checksumType())
        .findFirst()
        .orElse("");
  }

  private ObjectVersion version(String bucket, ResultSet row) throws SQLException {
    String content = row.getString(11);
    return new ObjectVersion(
        bucket,
        row.getString(1),
        row.getString(2),
        row.getLong(3),
        Instant.ofEpochMilli(row.getLong(4)),
        documents.read(row.getString(10), ObjectDescription.class),
        content == null ? null : documents.read(content, Content.class));
  }

  private static ListedVersion listed(ResultSet row, boolean latest) throws SQLException {
    String etag = row.getString(6);
    return new ListedVersion(
        row.getString(1),
        row.getString(2),
        row.getLong(3),
        etag.isEmpty(),
        latest,
        Instant.ofEpochMilli(row.getLong(4)),
        row.getLong(5),
        etag,
        row.getString(7),
        row.getString(8),
        row.getString(9));
  }
}
