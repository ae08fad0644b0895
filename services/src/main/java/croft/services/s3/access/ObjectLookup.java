package croft.services.s3.access;

import croft.store.Transaction;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the room of objects tells and takes about who may use an object. */
public interface ObjectLookup {
  /**
   * The facts of a version.
   *
   * @param versionId null for the current one
   * @return empty where there is no such object, or a delete marker
   */
  Optional<Facts> find(Transaction tx, String bucket, String key, @Nullable String versionId);

  /**
   * Keeps another access control list with a version that is there.
   *
   * @param acl the document; null for the owner's alone
   */
  void setAcl(
      Transaction tx, String bucket, String key, @Nullable String versionId, @Nullable String acl);

  /** Who owns an object, and its tags. */
  record Facts(ObjectOwner owner, Map<String, String> tags) {
    public Facts {
      tags = Map.copyOf(tags);
    }
  }
}
