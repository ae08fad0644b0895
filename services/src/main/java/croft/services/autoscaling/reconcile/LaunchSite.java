package croft.services.autoscaling.reconcile;

import org.jspecify.annotations.Nullable;

/**
 * Where an instance may be launched.
 *
 * @param subnet null for the zone's default subnet
 */
record LaunchSite(String zone, @Nullable String subnet) {}
