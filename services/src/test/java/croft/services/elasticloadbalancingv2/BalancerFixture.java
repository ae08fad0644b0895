package croft.services.elasticloadbalancingv2;

import croft.base.Caller;
import croft.base.Ids;
import croft.services.elasticloadbalancing.ElasticLoadBalancingService;
import croft.services.elasticloadbalancingv2.loadbalancer.BalancerParts;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer;
import croft.services.operation.Call;
import croft.services.operation.Operations;
import croft.services.operation.Pages;
import croft.services.operation.sealing.Sealing;
import croft.store.Store;
import croft.store.StoreConfig;
import croft.store.Table;
import croft.wire.schema.Invoker;
import croft.workflow.testing.ManualClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Load balancers of both kinds over a VPC that is only thought, without any traffic. */
public final class BalancerFixture implements AutoCloseable {
  public final ManualClock clock = new ManualClock(Instant.parse("2026-05-01T12:00:00Z"));
  public final Store store;

  private final Operations operations;

  public BalancerFixture(Path directory) {
    store = Store.open(StoreConfig.sqlite(directory.resolve("croft.db")));
    store.register(ElasticLoadBalancingService.tables().toArray(Table<?>[]::new));
    store.register(ElasticLoadBalancingV2Service.tables().toArray(Table<?>[]::new));
    BalancerParts parts =
        new BalancerParts(
            store,
            new Ids(new Random(5)),
            new ThoughtSurroundings(),
            new Pages(new PlainSealing()),
            clock,
            (tx, key) -> {},
            (tx, arn) -> Optional.empty(),
            (writer, bucket, key, type, content) -> {});
    operations =
        new Operations(
            List.of(
                new ElasticLoadBalancingService(parts), new ElasticLoadBalancingV2Service(parts)),
            (call, model, accesses) -> {});
  }

  /** As CloudFormation calls for a stack of its caller. */
  public Invoker resources() {
    return operations.as(
        new Call(
                Caller.root("123456789012", "AKIAEXAMPLE"),
                "us-west-2",
                "r-1",
                "127.0.0.1",
                false,
                "test",
                clock.instant())
            .via("cloudformation.amazonaws.com"));
  }

  /** Has all balancers run, as the reconciler does. */
  public void activate() {
    store.write(tx -> {
      tx.listAll(LoadBalancer.TABLE)
          .forEach(row -> tx.put(LoadBalancer.TABLE, row.enter(LoadBalancer.State.ACTIVE, "")));
      return null;
    });
  }

  @Override
  public void close() {
    store.close();
  }

  private static final class PlainSealing implements Sealing {
    @Override
    public String seal(String purpose, String text) {
      return purpose + ">" + text;
    }

    @Override
    public Optional<String> open(String purpose, String sealed) {
      return sealed.startsWith(purpose + ">")
          ? Optional.of(sealed.substring(purpose.length() + 1))
          : Optional.empty();
    }
  }
}
