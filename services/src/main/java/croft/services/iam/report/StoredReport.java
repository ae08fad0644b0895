package croft.services.iam.report;

import croft.store.Table;
import java.time.Instant;

/** The newest credential report of an account, as CSV. */
record StoredReport(String account, Instant madeAt, String content) {
  static final Table<StoredReport> TABLE =
      Table.of(
          "iam_credential_report", StoredReport.class, StoredReport::account, report -> "newest");
}
