package croft.services.iam.lastaccess;

import croft.store.Table;
import java.time.Instant;

/** A report that was asked for. */
record AccessReport(String account, String id, String arn, Instant createdAt) {
  static final Table<AccessReport> TABLE =
      Table.of("iam_access_report", AccessReport.class, AccessReport::account, AccessReport::id);
}
