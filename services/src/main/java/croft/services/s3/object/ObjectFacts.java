package croft.services.s3.object;

import croft.services.s3.access.ObjectLookup;
import croft.services.s3.access.ObjectOwner;
import croft.store.Transaction;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What objects say of themselves to those who decide about access. */
public final class ObjectFacts implements ObjectLookup {
  private final Versions versions;

  public ObjectFacts(Versions versions) {
    this.versions = versions;
  }

  @Override
  public Optional<Facts> find(
      Transaction tx, String bucket, String key, @Nullable String versionId) {
    return version(tx, bucket, key, versionId)
        .map(ObjectVersion::description)
        .map(described ->
            new Facts(new ObjectOwner(described.owner(), described.acl()), described.tags()));
  }

  @Override
  public void setAcl(
      Transaction tx, String bucket, String key, @Nullable String versionId, @Nullable String acl) {
    version(tx, bucket, key, versionId)
        .ifPresent(
            found -> versions.describe(tx, found.with(found.description().controlledBy(acl))));
  }

  private Optional<ObjectVersion> version(
      Transaction tx, String bucket, String key, @Nullable String versionId) {
    return (versionId == null
            ? versions.current(tx, bucket, key)
            : versions.find(tx, bucket, key, versionId))
        .filter(found -> !found.isDeleteMarker());
  }
}
