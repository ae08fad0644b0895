package croft.services.iam.servicelinkedrole;

import croft.base.Arn;
import croft.base.Caller;
import croft.base.CallerSession;
import croft.services.iam.role.Role;
import croft.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who a service is in an account when it acts by its service-linked role: a session that only
 * Croft's own code makes, allowed what the role's policies allow.
 */
public final class LinkedRoleSessions {
  private final Store store;

  public LinkedRoleSessions(Store store) {
    this.store = store;
  }

  /**
   * The session of a service's role.
   *
   * @param hostName such as {@code autoscaling.amazonaws.com}
   * @param session its name, as AWS's services choose it: {@code AutoScaling}
   * @return empty while the account has no such role
   */
  public Optional<Caller> session(String account, String hostName, String session) {
    return LinkedService.byHostName(hostName)
        .flatMap(service -> store.read(tx -> tx.get(Role.TABLE, account, service.roleName())))
        .filter(Role::isServiceLinked)
        .map(role ->
            new Caller(
                account,
                Arn.of("sts", "", account, "assumed-role/" + role.name() + "/" + session),
                role.id() + ":" + session,
                Caller.Kind.ASSUMED_ROLE,
                "",
                Map.of(),
                new CallerSession(
                    role.arn().toString(),
                    role.createdAt(),
                    Instant.MAX,
                    List.of(),
                    List.of(),
                    Set.of(),
                    null,
                    "")));
  }
}
