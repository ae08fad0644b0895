package croft.services.sts;

import croft.api.sts.StsModel;
import croft.services.iam.CredentialLookup;
import croft.services.iam.entity.IamParts;
import croft.services.operation.Binding;
import croft.services.operation.ServiceRoom;
import croft.wire.schema.ServiceModel;
import java.util.List;
import java.util.stream.Stream;

/** STS's front door. */
public final class StsService implements ServiceRoom {
  private final IamParts parts;
  private final CredentialLookup lookup;
  private final boolean rootMayAssumeRoles;

  /**
   * Makes the service.
   *
   * @param rootMayAssumeRoles false as in AWS; true where every key pair is the root's, for nobody
   *     else could assume a role there
   */
  public StsService(IamParts parts, CredentialLookup lookup, boolean rootMayAssumeRoles) {
    this.parts = parts;
    this.lookup = lookup;
    this.rootMayAssumeRoles = rootMayAssumeRoles;
  }

  @Override
  public ServiceModel model() {
    return StsModel.MODEL;
  }

  @Override
  public List<Binding<?, ?>> bindings() {
    return Stream.of(
            new IdentityOperations(parts, lookup).bindings(),
            new AssumeRoleOperation(parts, rootMayAssumeRoles).bindings(),
            new WebIdentityOperation(parts).bindings(),
            new SessionTokenOperation(parts).bindings(),
            new FederationTokenOperation(parts).bindings())
        .<Binding<?, ?>>flatMap(List::stream)
        .toList();
  }
}
