package croft.services.kms.key;

import croft.base.Arn;
import croft.store.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key.
 *
 * @param id a UUID
 * @param managedFor the service AWS would manage the key for, such as {@code ssm}; empty for a key
 *     of the customer's own
 * @param deletionAt when it goes, while its deletion is pending
 * @param pendingWindowDays of the deletion, 0 while none is pending
 * @param policy the key policy, as it was put
 * @param rotationDays between two rotations, 0 while it is not rotated automatically
 * @param nextRotationAt null while it is not rotated automatically
 * @param materials every material it ever had, oldest first; the last one encrypts
 */
public record Key(
    String account,
    String region,
    String id,
    Instant createdAt,
    String managedFor,
    KeySpec spec,
    String description,
    KeyState state,
    @Nullable Instant deletionAt,
    int pendingWindowDays,
    String policy,
    Map<String, String> tags,
    int rotationDays,
    @Nullable Instant nextRotationAt,
    List<Material> materials) {
  static final String BY_ID = "by_id";

  public static final Table<Key> TABLE =
      Table.of("kms_key", Key.class, Key::scope, Key::id).index(BY_ID, Key::id);

  /**
   * One generation of key material.
   *
   * @param number from 1
   * @param sealed Base64 of the key, of a PKCS #8 private key for key pairs, sealed
   * @param publicKey Base64 of its X.509 form for key pairs; else empty
   * @param onDemand whether somebody asked for the rotation that made it
   */
  public record Material(
      int number, String sealed, String publicKey, Instant since, boolean onDemand) {}

  /** Keys are regional. */
  public String scope() {
    return account + "/" + region;
  }

  /** {@code arn:aws:kms:region:account:key/id}. */
  public Arn arn() {
    return Arn.of("kms", region, account, "key/" + id);
  }

  public boolean awsManaged() {
    return !managedFor.isEmpty();
  }

  Material newest() {
    return materials.getLast();
  }

  /** What its administrators say of it. */
  private record Face(String description, String policy, Map<String, String> tags) {}

  private Face face() {
    return new Face(description, policy, tags);
  }

  /** The same key with another description. */
  Key described(String text) {
    return copy(new Face(text, policy, tags), state, deletionAt, pendingWindowDays);
  }

  Key in(KeyState next) {
    return copy(face(), next, null, 0);
  }

  Key endingAt(Instant instant, int days) {
    return copy(face(), KeyState.PENDING_DELETION, instant, days);
  }

  Key withPolicy(String document) {
    return copy(new Face(description, document, tags), state, deletionAt, pendingWindowDays);
  }

  Key withTags(Map<String, String> all) {
    return copy(new Face(description, policy, all), state, deletionAt, pendingWindowDays);
  }

  Key rotatedEvery(int days, @Nullable Instant next) {
    return rotation(days, next, materials);
  }

  Key withMaterial(Material added, @Nullable Instant next) {
    List<Material> all = new ArrayList<>(materials);
    all.add(added);
    return rotation(rotationDays, next, all);
  }

  private Key rotation(int days, @Nullable Instant next, List<Material> all) {
    return new Key(
        account,
        region,
        id,
        createdAt,
        managedFor,
        spec,
        description,
        state,
        deletionAt,
        pendingWindowDays,
        policy,
        tags,
        days,
        next,
        all);
  }

  private Key copy(Face face, KeyState next, @Nullable Instant deletion, int window) {
    return new Key(
        account,
        region,
        id,
        createdAt,
        managedFor,
        spec,
        face.description(),
        next,
        deletion,
        window,
        face.policy(),
        face.tags(),
        rotationDays,
        nextRotationAt,
        materials);
  }
}
