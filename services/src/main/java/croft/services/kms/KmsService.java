package croft.services.kms;

import croft.api.kms.KmsModel;
import croft.services.kms.alias.AliasOperations;
import croft.services.kms.crypto.DataKeyOperations;
import croft.services.kms.crypto.DataKeyPairOperations;
import croft.services.kms.crypto.EncryptOperations;
import croft.services.kms.crypto.MacOperations;
import croft.services.kms.crypto.SignOperations;
import croft.services.kms.grant.GrantEndOperations;
import croft.services.kms.grant.GrantOperations;
import croft.services.kms.key.Alias;
import croft.services.kms.key.Grant;
import croft.services.kms.key.Key;
import croft.services.kms.key.KeyOperations;
import croft.services.kms.key.KeyPolicyOperations;
import croft.services.kms.key.KeyStateOperations;
import croft.services.kms.key.KeyTagOperations;
import croft.services.kms.key.KmsParts;
import croft.services.kms.key.RotationOperations;
import croft.services.operation.Binding;
import croft.services.operation.ServiceRoom;
import croft.store.Table;
import croft.wire.schema.ServiceModel;
import java.util.List;
import java.util.stream.Stream;

/** KMS's front door. */
public final class KmsService implements ServiceRoom {
  private final List<Binding<?, ?>> bindings;

  public KmsService(KmsParts parts) {
    this.bindings =
        Stream.of(
                new KeyOperations(parts).bindings(),
                new KeyStateOperations(parts).bindings(),
                new KeyPolicyOperations(parts).bindings(),
                new KeyTagOperations(parts).bindings(),
                new RotationOperations(parts).bindings(),
                new AliasOperations(parts).bindings(),
                new GrantOperations(parts).bindings(),
                new GrantEndOperations(parts).bindings(),
                new EncryptOperations(parts).bindings(),
                new DataKeyOperations(parts).bindings(),
                new DataKeyPairOperations(parts).bindings(),
                new SignOperations(parts).bindings(),
                new MacOperations(parts).bindings())
            .<Binding<?, ?>>flatMap(List::stream)
            .toList();
  }

  @Override
  public ServiceModel model() {
    return KmsModel.MODEL;
  }

  @Override
  public List<Binding<?, ?>> bindings() {
    return bindings;
  }

  /** What the store must know before the first call. */
  public static List<Table<?>> tables() {
    return List.of(Key.TABLE, Alias.TABLE, Grant.TABLE);
  }
}
