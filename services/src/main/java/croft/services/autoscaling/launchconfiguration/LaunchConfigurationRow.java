package croft.services.autoscaling.launchconfiguration;

import croft.api.autoscaling.LaunchConfiguration;
import croft.store.Table;

/** A launch configuration, which never changes. */
public record LaunchConfigurationRow(String scope, String name, LaunchConfiguration settings) {
  public static final Table<LaunchConfigurationRow> TABLE =
      Table.of(
          "autoscaling_launch_config",
          LaunchConfigurationRow.class,
          LaunchConfigurationRow::scope,
          LaunchConfigurationRow::name);
}
