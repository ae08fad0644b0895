package croft.services.autoscaling.group;

import croft.api.autoscaling.InstancesDistribution;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What holds where a caller says nothing. */
final class GroupDefaults {
  static final int COOLDOWN_SECONDS = 300;
  static final List<String> TERMINATION_POLICIES = List.of("Default");

  private GroupDefaults() {}

  static InstancesDistribution distribution(@Nullable InstancesDistribution given) {
    InstancesDistribution said = given == null ? InstancesDistribution.builder().build() : given;
    return said.toBuilder()
        .onDemandAllocationStrategy(
            Objects.requireNonNullElse(said.onDemandAllocationStrategy(), "prioritized"))
        .onDemandBaseCapacity(Objects.requireNonNullElse(said.onDemandBaseCapacity(), 0))
        .onDemandPercentageAboveBaseCapacity(
            Objects.requireNonNullElse(said.onDemandPercentageAboveBaseCapacity(), 100))
        .spotAllocationStrategy(
            Objects.requireNonNullElse(said.spotAllocationStrategy(), "lowest-price"))
        .build();
  }
}
