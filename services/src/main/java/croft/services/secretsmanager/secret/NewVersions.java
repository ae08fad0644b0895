package croft.services.secretsmanager.secret;

import croft.services.operation.Call;
import croft.services.secretsmanager.secret.SecretValues.Value;
import croft.store.Transaction;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Puts versions on secrets: idempotent by their ids, with their stages, within the limits. */
final class NewVersions {
  private static final int MOST = 100;

  /** How long a version that no stage holds is kept at least, once there are too many. */
  private static final Duration KEPT = Duration.ofHours(24);

  private final SecretsParts parts;
  private final SecretValues values;

  NewVersions(SecretsParts parts) {
    this.parts = parts;
    this.values = new SecretValues(parts);
  }

  /**
   * Puts a version; one that is there already and holds the same is left as it is.
   *
   * @return the version as it is then
   */
  SecretVersion put(Call call, Secret secret, String id, Value value, List<String> stages) {
    Optional<SecretVersion> known = parts.store().read(tx -> SecretLookup.version(tx, secret, id));
    SecretVersion fresh = known.isPresent() ? known.get() : values.encrypt(call, secret, id, value);
    return parts
        .store()
        .write(tx -> {
          Secret present = SecretLookup.usable(tx, call, secret.arn().toString());
          Optional<SecretVersion> same = SecretLookup.version(tx, present, id);
          if (same.isPresent()) {
            if (!values.holds(present, same.get(), value)) {
              throw SecretErrors.tokenTaken(id, present.arn().toString());
            }
            return same.get();
          }
          List<SecretVersion> all = SecretLookup.versions(tx, present);
          makeRoom(tx, call, all);
          tx.insert(SecretVersion.TABLE, fresh);
          for (String stage : stages) {
            Stages.move(tx, present, stage, id);
          }
          if (all.isEmpty() && !stages.contains(Stages.CURRENT)) {
            Stages.move(tx, present, Stages.CURRENT, id);
          }
          tx.put(Secret.TABLE, present.changed(call.at()));
          return SecretLookup.version(tx, present, id).orElseThrow();
        });
  }

  private static void makeRoom(Transaction tx, Call call, List<SecretVersion> all) {
    if (all.size() < MOST) {
      return;
    }
    SecretVersion oldest =
        all.stream()
            .filter(version -> version.stages().isEmpty())
            .filter(version -> version.createdAt().isBefore(call.at().minus(KEPT)))
            .min(Comparator.comparing(SecretVersion::createdAt))
            .orElseThrow(() -> SecretErrors.limit("The secret already has " + MOST + " versions."));
    tx.delete(SecretVersion.TABLE, oldest.scope(), oldest.secret() + ":" + oldest.id());
  }
}
