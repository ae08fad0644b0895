package croft.services.iam.authorization;

import croft.base.Caller;
import croft.services.iam.credential.AccessKey;
import croft.services.iam.credential.AccessKey.LastUsed;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes when users' access keys are used, to the minute: a write for each request costs more. */
public final class AccessKeyUse {
  private static final Logger LOG = LoggerFactory.getLogger(AccessKeyUse.class);
  private static final Duration GRAIN = Duration.ofMinutes(1);

  private final Store store;
  private final ConcurrentHashMap<String, Instant> noted = new ConcurrentHashMap<>();

  public AccessKeyUse(Store store) {
    this.store = store;
  }

  /** Notes the use of the key that signed a call, when it is a user's. */
  public void note(Call call, String serviceName) {
    Caller caller = call.caller();
    boolean longTerm = caller.kind() == Caller.Kind.USER && caller.session() == null;
    if (!longTerm || caller.accessKeyId().isEmpty()) {
      return;
    }
    Instant last = noted.get(caller.accessKeyId());
    if (last != null && call.at().isBefore(last.plus(GRAIN))) {
      return;
    }
    noted.put(caller.accessKeyId(), call.at());
    LastUsed use = new LastUsed(call.at(), serviceName, call.region());
    try {
      store.write(tx -> {
        tx.get(AccessKey.TABLE, "", caller.accessKeyId())
            .ifPresent(key -> tx.put(AccessKey.TABLE, key.withLastUsed(use)));
        return use;
      });
    } catch (StoreException e) {
      // A store that cannot write must not keep callers from reading.
      LOG.warn("The use of access key {} was not noted", caller.accessKeyId(), e);
    }
  }
}
