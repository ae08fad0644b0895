package croft.services.secretsmanager;

import croft.api.secretsmanager.SecretsmanagerModel;
import croft.services.operation.Binding;
import croft.services.operation.ServiceRoom;
import croft.services.secretsmanager.secret.CreateSecretOperation;
import croft.services.secretsmanager.secret.DeleteOperations;
import croft.services.secretsmanager.secret.DescribeOperations;
import croft.services.secretsmanager.secret.GetValueOperations;
import croft.services.secretsmanager.secret.PutValueOperations;
import croft.services.secretsmanager.secret.RandomPassword;
import croft.services.secretsmanager.secret.Secret;
import croft.services.secretsmanager.secret.SecretPolicyOperations;
import croft.services.secretsmanager.secret.SecretTagOperations;
import croft.services.secretsmanager.secret.SecretVersion;
import croft.services.secretsmanager.secret.SecretsParts;
import croft.store.Table;
import croft.wire.schema.ServiceModel;
import java.util.List;
import java.util.stream.Stream;

/** Secrets Manager's front door. */
public final class SecretsManagerService implements ServiceRoom {
  private final List<Binding<?, ?>> bindings;

  public SecretsManagerService(SecretsParts parts) {
    this.bindings =
        Stream.of(
                new CreateSecretOperation(parts).bindings(),
                new PutValueOperations(parts).bindings(),
                new GetValueOperations(parts).bindings(),
                new DescribeOperations(parts).bindings(),
                new DeleteOperations(parts).bindings(),
                new SecretPolicyOperations(parts).bindings(),
                new SecretTagOperations(parts).bindings(),
                new RandomPassword(parts).bindings())
            .<Binding<?, ?>>flatMap(List::stream)
            .toList();
  }

  @Override
  public ServiceModel model() {
    return SecretsmanagerModel.MODEL;
  }

  @Override
  public List<Binding<?, ?>> bindings() {
    return bindings;
  }

  /** What the store must know before the first call. */
  public static List<Table<?>> tables() {
    return List.of(Secret.TABLE, SecretVersion.TABLE);
  }
}
