package croft.services.kms.key;

import croft.services.kms.key.Key.Material;
import java.time.Duration;
import java.time.Instant;

/** A key gets new material; what the former ones encrypted stays readable. */
final class Rotation {
  /** What AWS rotates by when it is not told, and how often it rotates its own keys. */
  static final int USUAL_DAYS = 365;

  private final KeyMaterial material;

  Rotation(KmsParts parts) {
    this.material = new KeyMaterial(parts);
  }

  /** The key with one more generation, since that instant. */
  Key rotated(Key key, Instant now, boolean onDemand) {
    int number = key.newest().number() + 1;
    Material fresh = material.make(key.id(), number, key.spec(), now, onDemand);
    Instant planned = key.nextRotationAt();
    Instant next =
        planned == null || onDemand ? planned : now.plus(Duration.ofDays(key.rotationDays()));
    return key.withMaterial(fresh, next);
  }
}
