package croft.services.ec2.spot;

import croft.base.Caller;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.instance.RunInstances;
import croft.services.ec2.launchtemplate.TemplateLaunch;
import croft.services.operation.Call;
import croft.store.Store;
import croft.workflow.KeyedReconciler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Launches again for persistent spot requests whose instance has ended, until they are cancelled or
 * run out, in the name of their account. What cannot launch is tried again and tells why.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/how-spot-instances-work.html">How Spot
 * Instances work</a>.
 */
public final class SpotReconciler implements KeyedReconciler {
  private static final Logger LOG = LoggerFactory.getLogger(SpotReconciler.class);
  private static final String EC2 = "ec2.amazonaws.com";

  private final Store store;
  private final Ids ids;
  private final RunInstances runInstances;
  private final InstantSource time;

  public SpotReconciler(Store store, Ids ids, RunInstances runInstances, InstantSource time) {
    this.store = store;
    this.ids = ids;
    this.runInstances = runInstances;
    this.time = time;
  }

  @Override
  public String name() {
    return "ec2-spot-requests";
  }

  @Override
  public Duration period() {
    return Duration.ofSeconds(5);
  }

  @Override
  public Set<String> due() {
    Instant now = time.instant();
    return store.read(tx ->
        tx.listAll(SpotRequests.TABLE).stream()
            .filter(request -> request.isKept(now) && SpotRequests.hasEnded(tx, request))
            .map(request -> request.scope() + "/" + request.id())
            .collect(Collectors.toSet()));
  }

  @Override
  public void reconcile(String key) {
    int slash = key.lastIndexOf('/');
    String scope = key.substring(0, slash);
    Optional<SpotRequest> found =
        store.read(tx -> tx.get(SpotRequests.TABLE, scope, key.substring(slash + 1)));
    SpotRequest.Renewal renewal = found.map(SpotRequest::renewal).orElse(null);
    if (found.isEmpty() || renewal == null) {
      return;
    }
    TemplateLaunch launch = TemplateLaunch.ofText(renewal.launch(), renewal.marks());
    try {
      runInstances.run(call(scope), launch, SpotTerms.again(found.get()));
    } catch (ServiceError e) {
      failed(found.get(), e);
    }
  }

  private Call call(String scope) {
    int slash = scope.indexOf('/');
    Caller account = Caller.root(scope.substring(0, slash), "");
    return new Call(account, scope.substring(slash + 1), ids.uuid(), "", true, EC2, time.instant());
  }

  private void failed(SpotRequest request, ServiceError error) {
    store.write(tx -> {
      Optional<SpotRequest> now = tx.get(SpotRequests.TABLE, request.scope(), request.id());
      if (now.isPresent() && !error.message().equals(now.get().failure())) {
        LOG.warn("Spot request {} cannot launch: {}", request.id(), error.message());
        tx.put(SpotRequests.TABLE, now.get().failing(error.message()));
      }
      return now;
    });
  }
}
