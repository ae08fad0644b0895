package croft.services.autoscaling;

import croft.api.autoscaling.Activity;
import croft.api.autoscaling.AutoScalingGroup;
import croft.api.autoscaling.AutoScalingGroupNamesType;
import croft.api.autoscaling.AutoscalingApi;
import croft.api.autoscaling.CreateAutoScalingGroupType;
import croft.api.autoscaling.CreateLaunchConfigurationType;
import croft.api.autoscaling.DescribeScalingActivitiesType;
import croft.api.autoscaling.Instance;
import croft.api.ec2.TerminateInstancesRequest;
import croft.base.Arn;
import croft.base.Caller;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.autoscaling.entity.InstanceFacts;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.entity.ServiceActor;
import croft.services.autoscaling.reconcile.GroupReconciler;
import croft.services.ec2.Ec2Fixture;
import croft.services.ec2.instance.Instances;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.services.operation.InnerCalls;
import croft.services.operation.Operations;
import croft.services.operation.Pages;
import croft.services.operation.ServiceRoom;
import croft.services.operation.sealing.Sealing;
import croft.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Auto Scaling over EC2 with the drivers in memory. Groups and instances are looked at when a test
 * says so.
 */
public final class ScalingFixture implements AutoCloseable {
  public static final String SCOPE = Ec2Fixture.SCOPE;
  public static final String ZONE = "us-west-2a";

  public final Ec2Fixture ec2;
  public final Operations operations;
  public final AutoscalingApi autoscaling;
  public final GroupReconciler reconciler;
  public final ScalingParts parts;

  /** What was published, by metric. */
  public final Map<String, List<Double>> metrics = new HashMap<>();

  /** What each call so far asked to be allowed, with who called. */
  public final List<String> asked = new ArrayList<>();

  public final Set<String> denied = new HashSet<>();

  /** Over EC2 and what else a test puts beside it. */
  public ScalingFixture(Path directory, ServiceRoom... others) {
    ec2 = new Ec2Fixture(directory, 200);
    ec2.store.register(AutoScalingService.tables().toArray(croft.store.Table<?>[]::new));
    InnerCalls calls = new InnerCalls();
    parts =
        new ScalingParts(
            ec2.store,
            new Ids(new Random(11)),
            ec2.clock,
            calls,
            scope -> call(role(), "us-west-2"),
            new Facts(ec2.store),
            (scope, group, values, at) ->
                values.forEach((metric, value) ->
                    metrics.computeIfAbsent(metric, m -> new ArrayList<>()).add(value)),
            new Pages(new PlainSealing()),
            (tx, scope, name) -> {});
    List<ServiceRoom> rooms = new ArrayList<>(List.of(others));
    rooms.add(ec2.room);
    rooms.add(new RoleRoom());
    rooms.add(new AutoScalingService(parts));
    operations = new Operations(rooms, (call, model, accesses) -> authorize(call, accesses));
    calls.connect(operations);
    reconciler = new GroupReconciler(parts);
    autoscaling =
        new AutoscalingApi(
            operations.as(call(Caller.root("123456789012", "AKIAEXAMPLE"), "us-west-2")));
  }

  private void authorize(Call call, List<Access> accesses) {
    for (Access access : accesses) {
      asked.add(call.caller().kind() + " " + access.action() + " " + access.resources());
      if (denied.contains(access.action())) {
        throw new ServiceError("AccessDenied", 403, "denied: " + access.action());
      }
    }
  }

  public Call call(Caller caller, String region) {
    return new Call(caller, region, "r-1", "127.0.0.1", false, "test", ec2.clock.instant());
  }

  private static Caller role() {
    return new Caller(
        "123456789012",
        Arn.of("sts", "", "123456789012", "assumed-role/" + ServiceActor.ROLE + "/AutoScaling"),
        "AROAEXAMPLE:AutoScaling",
        Caller.Kind.ASSUMED_ROLE,
        "",
        Map.of());
  }

  /** A launch configuration {@code lc}, and a request for a group {@code web} by it. */
  public CreateAutoScalingGroupType.Builder group(int min, int max, int desired) {
    configuration("lc");
    return CreateAutoScalingGroupType.builder()
        .autoScalingGroupName("web")
        .launchConfigurationName("lc")
        .availabilityZones(List.of(ZONE))
        .minSize(min)
        .maxSize(max)
        .desiredCapacity(desired);
  }

  public void configuration(String name) {
    try {
      autoscaling.createLaunchConfiguration(
          CreateLaunchConfigurationType.builder()
              .launchConfigurationName(name)
              .imageId(Ec2Fixture.IMAGE)
              .instanceType("t3.micro")
              .build());
    } catch (ServiceError e) {
      if (!e.code().equals("AlreadyExists")) {
        throw e;
      }
    }
  }

  /** Creates the group and lets its instances come into service. */
  public void running(CreateAutoScalingGroupType.Builder group) {
    autoscaling.createAutoScalingGroup(group.build());
    settle();
  }

  /** Looks at groups and instances in turn until nothing more can come of it at this time. */
  public void settle() {
    for (int i = 0; i < 6; i++) {
      look();
      ec2.reconcile();
    }
    look();
  }

  /** One look at every group. */
  public void look() {
    try {
      for (Map.Entry<String, croft.services.autoscaling.group.Group> key : groups().entrySet()) {
        reconciler.reconcile(key.getKey());
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private Map<String, croft.services.autoscaling.group.Group> groups() {
    Map<String, croft.services.autoscaling.group.Group> all = new HashMap<>();
    ec2.store
        .read(tx -> tx.listAll(croft.services.autoscaling.group.Group.TABLE))
        .forEach(group -> all.put(group.key(), group));
    return all;
  }

  /** Lets time pass and looks. */
  public void pass(Duration time) {
    ec2.clock.advance(time);
    settle();
  }

  public Instant now() {
    return ec2.clock.instant();
  }

  public AutoScalingGroup web() {
    return find("web").orElseThrow();
  }

  public Optional<AutoScalingGroup> find(String name) {
    return autoscaling
        .describeAutoScalingGroups(
            AutoScalingGroupNamesType.builder().autoScalingGroupNames(List.of(name)).build())
        .autoScalingGroupsOrEmpty()
        .stream()
        .findFirst();
  }

  /** The states of the instances of {@code web}, in their order. */
  public List<String> states() {
    return web().instancesOrEmpty().stream().map(i -> String.valueOf(i.lifecycleState())).toList();
  }

  public List<String> ids() {
    return web().instancesOrEmpty().stream().map(ScalingFixture::id).toList();
  }

  public static String id(Instance instance) {
    return String.valueOf(instance.instanceId());
  }

  /** Ends an instance behind the group's back. */
  public void kill(String id) {
    ec2.ec2.terminateInstances(
        TerminateInstancesRequest.builder().instanceIds(List.of(id)).build());
    ec2.reconcile();
  }

  /** The activities of {@code web}, the newest first. */
  public List<Activity> activities() {
    return autoscaling
        .describeScalingActivities(
            DescribeScalingActivitiesType.builder()
                .autoScalingGroupName("web")
                .includeDeletedGroups(true)
                .build())
        .activitiesOrEmpty();
  }

  public List<String> causes() {
    return activities().stream().map(a -> Objects.toString(a.cause(), "")).toList();
  }

  @Override
  public void close() {
    ec2.close();
  }

  private static final class Facts implements InstanceFacts {
    private final Store store;
    private final LongSupplier changes;

    Facts(Store store) {
      this.store = store;
      this.changes = store.changes(Instances.TABLE);
    }

    @Override
    public Map<String, Fact> find(String scope, Collection<String> ids) {
      Map<String, Fact> found = new HashMap<>();
      store
          .read(tx -> tx.list(Instances.TABLE, scope))
          .forEach(i -> {
            if (ids.contains(i.id())) {
              found.put(i.id(), new Fact(i.state().text(), false));
            }
          });
      return found;
    }

    @Override
    public long changes() {
      return changes.getAsLong();
    }
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
