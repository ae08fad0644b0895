package croft.services.autoscaling.group;

import croft.api.autoscaling.AutoScalingGroup;
import croft.api.autoscaling.DesiredConfiguration;
import croft.api.ec2.Ec2Api;
import croft.services.autoscaling.entity.Faults;
import org.jspecify.annotations.Nullable;

/** What a refresh is to launch from, checked as a group's own settings are. */
public final class LaunchChoices {
  private LaunchChoices() {}

  /**
   * With templates by id and name, or null for none.
   *
   * @throws croft.base.ServiceError {@code ValidationError}
   */
  public static @Nullable DesiredConfiguration resolved(
      Ec2Api ec2, @Nullable DesiredConfiguration given) {
    if (given == null) {
      return null;
    }
    if ((given.launchTemplate() == null) == (given.mixedInstancesPolicy() == null)) {
      throw Faults.validation(
          "A desired configuration needs either a LaunchTemplate or a MixedInstancesPolicy");
    }
    AutoScalingGroup settings =
        new GroupPlaces(ec2)
            .launching(
                AutoScalingGroup.builder()
                    .launchTemplate(given.launchTemplate())
                    .mixedInstancesPolicy(given.mixedInstancesPolicy())
                    .build());
    return DesiredConfiguration.builder()
        .launchTemplate(settings.launchTemplate())
        .mixedInstancesPolicy(settings.mixedInstancesPolicy())
        .build();
  }
}
