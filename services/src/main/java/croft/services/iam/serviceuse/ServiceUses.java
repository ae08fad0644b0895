package croft.services.iam.serviceuse;

import croft.base.Caller;
import croft.base.CallerSession;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes who calls which service, to the minute: a write for each request would cost more. */
public final class ServiceUses {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceUses.class);
  private static final Duration GRAIN = Duration.ofMinutes(1);

  private final Store store;
  private final ConcurrentHashMap<Noted, Instant> noted = new ConcurrentHashMap<>();

  private record Noted(String principalId, String service) {}

  public ServiceUses(Store store) {
    this.store = store;
  }

  /**
   * Notes a call of a user, a role's session or a root.
   *
   * @param action the first it needs, such as {@code ec2:RunInstances}
   */
  public void note(Call call, String action) {
    Caller caller = call.caller();
    String principalId = principalId(caller);
    int colon = action.indexOf(':');
    if (principalId.isEmpty() || colon < 0) {
      return;
    }
    Noted key = new Noted(principalId, action.substring(0, colon));
    Instant last = noted.get(key);
    if (last != null && call.at().isBefore(last.plus(GRAIN))) {
      return;
    }
    noted.put(key, call.at());
    CallerSession session = caller.session();
    String arn =
        session == null || session.roleArn().isEmpty()
            ? caller.arn().toString()
            : session.roleArn();
    ServiceUse use =
        new ServiceUse(caller.account(), principalId, arn, key.service, call.at(), call.region());
    try {
      store.write(tx -> {
        tx.put(ServiceUse.TABLE, use);
        return use;
      });
    } catch (StoreException e) {
      // A store that cannot write must not keep callers from reading.
      LOG.warn("The use of {} by {} was not noted", key.service, principalId, e);
    }
  }

  private static String principalId(Caller caller) {
    return switch (caller.kind()) {
      case USER, ROOT -> caller.principalId();
      case ASSUMED_ROLE -> caller.principalId().substring(0, caller.principalId().indexOf(':'));
      // What it does counts for nobody: the user it comes from did not do it.
      case FEDERATED_USER, SERVICE, ANONYMOUS -> "";
    };
  }
}
