package croft.services.logs.loggroup;

import croft.store.Table;

/**
 * A policy that lets services put events into an account's groups.
 *
 * @param scope {@code account/region}
 * @param updatedAt milliseconds since the epoch
 */
public record LogPolicy(String scope, String name, String document, long updatedAt) {

  /** By {@code account/region} and name. */
  public static final Table<LogPolicy> TABLE =
      Table.of("logs_policy", LogPolicy.class, LogPolicy::scope, LogPolicy::name);
}
