package croft.services.autoscaling.reconcile;

import croft.base.ServiceError;
import croft.services.autoscaling.balancer.Balancers;
import croft.services.autoscaling.balancer.Balancers.Health;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Attachment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What balancers say of a group's instances, asked at most once in a while. */
final class BalancerHealth {
  private static final Logger LOG = LoggerFactory.getLogger(BalancerHealth.class);
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Balancers balancers;
  private final ScalingParts parts;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  /** What was said, and when; empty for a balancer that is gone. */
  private record Answer(Instant at, Optional<Map<String, Health>> health) {}

  BalancerHealth(ScalingParts parts) {
    this.parts = parts;
    this.balancers = new Balancers(parts.cloud());
  }

  /**
   * What a balancer says of each instance it has.
   *
   * @return empty when there is no such balancer any more, and null-free otherwise
   */
  Optional<Map<String, Health>> of(String scope, Attachment attachment) {
    String key = scope + "\n" + attachment.identifier();
    Instant now = parts.time().instant();
    Answer known = answers.get(key);
    if (known == null || !now.isBefore(known.at().plus(FRESH)) || now.isBefore(known.at())) {
      known = new Answer(now, ask(scope, attachment));
      answers.put(key, known);
    }
    return known.health();
  }

  /** What was said is not so any more: instances were registered or taken out. */
  void forget(String scope, Attachment attachment) {
    answers.remove(scope + "\n" + attachment.identifier());
  }

  private Optional<Map<String, Health>> ask(String scope, Attachment attachment) {
    try {
      return Optional.of(balancers.health(scope, attachment));
    } catch (ServiceError e) {
      if (gone(e)) {
        return Optional.empty();
      }
      LOG.warn("The health of {} is not told: {} {}", attachment, e.code(), e.message());
      return Optional.of(Map.of());
    }
  }

  static boolean gone(ServiceError error) {
    return error.code().equals("TargetGroupNotFound")
        || error.code().equals("LoadBalancerNotFound");
  }

  /** Instances that a balancer in service says are unhealthy. */
  List<String> unhealthy(Look look) {
    if (!look.group().checksBalancers()) {
      return List.of();
    }
    List<String> sick = new ArrayList<>();
    for (Attachment attachment : look.group().attachments()) {
      // Until one instance was healthy there, the fault may be the balancer's.
      if (attachment.state() == Attachment.State.IN_SERVICE) {
        of(look.group().scope(), attachment)
            .ifPresent(health ->
                health.forEach((id, state) -> {
                  if (state == Health.UNHEALTHY) {
                    sick.add(id);
                  }
                }));
      }
    }
    return sick;
  }
}
