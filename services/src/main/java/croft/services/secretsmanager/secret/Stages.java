package croft.services.secretsmanager.secret;

import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The staging labels of a secret's versions. Each stands on one version at most; what {@code
 * AWSCURRENT} leaves becomes {@code AWSPREVIOUS}.
 */
final class Stages {
  static final String CURRENT = "AWSCURRENT";
  static final String PREVIOUS = "AWSPREVIOUS";
  static final String PENDING = "AWSPENDING";

  private Stages() {}

  static Optional<SecretVersion> holder(Transaction tx, Secret secret, String stage) {
    return SecretLookup.versions(tx, secret).stream()
        .filter(version -> version.stages().contains(stage))
        .findFirst();
  }

  /**
   * Moves a stage.
   *
   * @param to the version that gets it, or null for none
   */
  static void move(Transaction tx, Secret secret, String stage, @Nullable String to) {
    Optional<SecretVersion> from = holder(tx, secret, stage);
    if (from.isPresent() && from.get().id().equals(to)) {
      return;
    }
    from.ifPresent(version -> tx.put(SecretVersion.TABLE, without(version, stage)));
    if (to != null) {
      SecretLookup.version(tx, secret, to)
          .ifPresent(version -> tx.put(SecretVersion.TABLE, with(version, stage)));
    }
    if (stage.equals(CURRENT) && from.isPresent()) {
      move(tx, secret, PREVIOUS, from.get().id());
    }
  }

  private static SecretVersion with(SecretVersion version, String stage) {
    List<String> all = new ArrayList<>(version.stages());
    all.add(stage);
    return version.withStages(all);
  }

  private static SecretVersion without(SecretVersion version, String stage) {
    return version.withStages(
        version.stages().stream().filter(other -> !other.equals(stage)).toList());
  }
}
