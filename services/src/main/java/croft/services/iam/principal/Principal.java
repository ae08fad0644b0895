package croft.services.iam.principal;

import croft.services.iam.group.Group;
import croft.services.iam.role.Role;
import croft.services.iam.user.User;
import java.util.List;

/** A user, group, role or managed policy, found by its ARN. */
public sealed interface Principal {

  /** A user with the policies it and its groups hold. */
  record OfUser(User user, List<HeldPolicy> policies) implements Principal {}

  /** A group. */
  record OfGroup(Group group, List<HeldPolicy> policies) implements Principal {}

  /** A role. */
  record OfRole(Role role, List<HeldPolicy> policies) implements Principal {}

  /** A managed policy of the account or of AWS. */
  record OfPolicy(String arn, List<HeldPolicy> policies) implements Principal {}

  List<HeldPolicy> policies();
}
