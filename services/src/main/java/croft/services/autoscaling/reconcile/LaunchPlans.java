package croft.services.autoscaling.reconcile;

import croft.api.autoscaling.Activity;
import croft.api.autoscaling.AutoScalingGroup;
import croft.api.ec2.RunInstancesRequest;
import croft.api.ec2.Tag;
import croft.api.ec2.TagSpecification;
import croft.base.ServiceError;
import croft.services.autoscaling.activity.Activities;
import croft.services.autoscaling.activity.Activities.Begun;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.group.Groups;
import croft.services.autoscaling.instance.GroupInstance;
import croft.services.autoscaling.notification.Notices;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Decides what is launched, where and why, and writes it down before anybody asks EC2. */
final class LaunchPlans {
  /** As many instances one request may ask for: a refused one costs no more than these. */
  private static final int MOST_AT_ONCE = 100;

  private final ScalingParts parts;
  private final LaunchSources sources;
  private final LaunchSites sites;
  private final Notices notices;

  LaunchPlans(ScalingParts parts) {
    this.parts = parts;
    this.sources = new LaunchSources(parts);
    this.sites = new LaunchSites(parts.cloud());
    this.notices = new Notices(parts.ids());
  }

  /** All of one look. */
  private record Plan(List<Planned> requests, boolean warm) {}

  /** One request at one site. */
  private record Planned(LaunchSite site, RunInstancesRequest request, int count) {}

  /** Decides launches up to the desired capacity. */
  boolean grow(Look look) {
    return launch(look, look.group().desired() - look.capacity(), false);
  }

  /** Decides launches into the warm pool. */
  boolean warm(Look look, int instances) {
    return launch(look, instances, true);
  }

  private boolean launch(Look look, int missing, boolean warm) {
    try {
      LaunchSources.Chosen chosen = chosen(look);
      int units = warm ? 1 : Math.max(1, chosen.units());
      int instances = Math.min(MOST_AT_ONCE, (missing + units - 1) / units);
      List<Planned> planned = plan(look, chosen, instances, warm);
      parts.store().write(tx -> write(tx, look, chosen, new Plan(planned, warm)));
    } catch (ServiceError e) {
      if (!e.isSenderFault()) {
        throw e;
      }
      parts.store().write(tx -> refused(tx, look, e));
    }
    return true;
  }

  private LaunchSources.Chosen chosen(Look look) {
    Group group = look.group();
    Group.Pause pause = group.pause();
    AutoScalingGroup settings = look.launchSettings();
    return sources.choose(group, settings, pause == null ? 0 : pause.failures());
  }

  private List<Planned> plan(Look look, LaunchSources.Chosen chosen, int instances, boolean warm) {
    List<GroupInstance> there =
        look.where(i -> warm ? i.state().warm() || i.state().warming() : i.counts());
    Map<LaunchSite, Integer> counts = new LinkedHashMap<>();
    LaunchSites.spread(sites.of(look.group()), there, instances)
        .forEach(site -> counts.merge(site, 1, Integer::sum));
    List<Planned> planned = new ArrayList<>();
    counts.forEach((site, count) ->
        planned.add(
            new Planned(
                site,
                sources
                    .request(look.group(), chosen, site)
                    .minCount(1)
                    .maxCount(count)
                    .clientToken(parts.ids().uuid())
                    .tagSpecifications(
                        List.of(
                            TagSpecification.builder()
                                .resourceType("instance")
                                .tags(tags(look.group()))
                                .build()))
                    .build(),
                count)));
    return planned;
  }

  private static List<Tag> tags(Group group) {
    Map<String, String> tags = new TreeMap<>();
    group
        .tags()
        .forEach((key, tag) -> {
          if (tag.propagate()) {
            tags.put(key, tag.value());
          }
        });
    tags.put("aws:autoscaling:groupName", group.name());
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  private boolean write(Transaction tx, Look look, LaunchSources.Chosen chosen, Plan plan) {
    List<Planned> planned = plan.requests();
    Group seen = look.group();
    Optional<Group> found = tx.get(Group.TABLE, seen.scope(), seen.name());
    if (found.isEmpty() || found.get().desired() != seen.desired() || found.get().deleting()) {
      return false;
    }
    Group group = found.get();
    int total = planned.stream().mapToInt(Planned::count).sum();
    Causes causes = new Causes(look, group, total * chosen.units());
    for (Planned one : planned) {
      GroupInstance.Source source = chosen.source(one.site());
      List<String> activities = new ArrayList<>();
      for (int i = 0; i < one.count(); i++) {
        String id = parts.ids().uuid();
        activities.add(id);
        Activities.begin(
            tx,
            group,
            new Begun(
                id,
                plan.warm()
                    ? "Launching a new EC2 instance into warm pool"
                    : "Launching a new EC2 instance",
                plan.warm() ? warming(look) : causes.next(),
                Terminations.details(source)),
            "InProgress",
            look.now());
      }
      tx.put(
          LaunchRow.TABLE,
          new LaunchRow(
              group.scope(),
              String.valueOf(one.request().clientToken()),
              group.name(),
              one.request(),
              source,
              activities,
              plan.warm()));
    }
    Groups.change(tx, group.scope(), group.name(), g -> g.withOwed(causes.owed()));
    return true;
  }

  private static String warming(Look look) {
    return Activities.cause(
        look.group().because(),
        Activities.at(look.now())
            + "an instance was started in response to a difference between desired and actual"
            + " capacity of the warm pool.");
  }

  /** Why each instance is launched: what it replaces, else the difference of capacities. */
  private static final class Causes {
    private final List<String> owed;
    private final String difference;
    private int used;

    Causes(Look look, Group group, int units) {
      this.owed = group.owed();
      this.difference =
          Activities.cause(
              group.because(),
              Activities.at(look.now())
                  + "an instance was started in response to a difference between desired and"
                  + " actual capacity, increasing the capacity from "
                  + look.capacity()
                  + " to "
                  + (look.capacity() + units)
                  + ".");
    }

    String next() {
      return used < owed.size() ? owed.get(used++) : difference;
    }

    List<String> owed() {
      return owed.subList(used, owed.size());
    }
  }

  /** What is launched from is not there any more: told as a launch that failed. */
  private boolean refused(Transaction tx, Look look, ServiceError error) {
    Group group = look.group();
    String id = parts.ids().uuid();
    String message = error.message() + " Launching EC2 instance failed.";
    Activities.begin(
        tx,
        group,
        new Begun(
            id,
            "Launching a new EC2 instance.  Status Reason: " + message,
            new Causes(look, group, group.desired() - look.capacity()).next(),
            "{}"),
        "InProgress",
        look.now());
    Optional<Activity> ended =
        Activities.end(tx, group.scope(), id, Activities.Ending.failed(message, look.now()));
    ended.ifPresent(activity -> notices.ended(tx, group, Notices.LAUNCH_ERROR, activity, null));
    Groups.change(tx, group.scope(), group.name(), g -> g.withPause(Launches.pause(g, look.now())));
    return true;
  }
}
