package croft.services.cloudwatch.dashboard;

import croft.base.Arn;
import croft.store.Table;
import java.time.Instant;

/** A dashboard; an account's, in no region. */
record Dashboard(String account, String name, String body, Instant modifiedAt) {
  static final Table<Dashboard> TABLE =
      Table.of("cloudwatch_dashboard", Dashboard.class, Dashboard::account, Dashboard::name);

  Arn arn() {
    return arn(account, name);
  }

  static Arn arn(String account, String name) {
    return Arn.of("cloudwatch", "", account, "dashboard/" + name);
  }
}
