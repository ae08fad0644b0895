package croft.services.iam.report;

import static croft.services.operation.Binding.bind;

import croft.api.iam.GenerateCredentialReportRequest;
import croft.api.iam.GenerateCredentialReportResponse;
import croft.api.iam.GetAccountSummaryRequest;
import croft.api.iam.GetAccountSummaryResponse;
import croft.api.iam.GetCredentialReportRequest;
import croft.api.iam.GetCredentialReportResponse;
import croft.api.iam.IamModel;
import croft.base.ServiceError;
import croft.services.iam.entity.IamParts;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Table;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** GetAccountSummary, GenerateCredentialReport and GetCredentialReport. */
public final class ReportOperations {
  private static final Duration FRESH = Duration.ofHours(4);

  private final Store store;

  public ReportOperations(IamParts parts) {
    this.store = parts.store();
  }

  /** The tables of this room. */
  public static List<Table<?>> tables() {
    return List.of(StoredReport.TABLE);
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            IamModel.GET_ACCOUNT_SUMMARY, AccessRule.toAll("iam:GetAccountSummary"), this::summary),
        bind(
            IamModel.GENERATE_CREDENTIAL_REPORT,
            AccessRule.toAll("iam:GenerateCredentialReport"),
            this::generate),
        bind(
            IamModel.GET_CREDENTIAL_REPORT,
            AccessRule.toAll("iam:GetCredentialReport"),
            this::get));
  }

  private GetAccountSummaryResponse summary(Call call, GetAccountSummaryRequest request) {
    return GetAccountSummaryResponse.builder()
        .summaryMap(store.read(tx -> AccountSummary.of(tx, call.account())))
        .build();
  }

  /** A report is made anew when the last one is older than four hours. */
  private GenerateCredentialReportResponse generate(
      Call call, GenerateCredentialReportRequest request) {
    return store.write(tx -> {
      Optional<StoredReport> last = tx.get(StoredReport.TABLE, call.account(), "newest");
      if (last.isPresent() && call.at().isBefore(last.get().madeAt().plus(FRESH))) {
        return GenerateCredentialReportResponse.builder().state("COMPLETE").build();
      }
      tx.put(
          StoredReport.TABLE,
          new StoredReport(call.account(), call.at(), CredentialReport.of(tx, call.account())));
      return GenerateCredentialReportResponse.builder()
          .state("STARTED")
          .description("No report exists. Starting a new report generation task")
          .build();
    });
  }

  private GetCredentialReportResponse get(Call call, GetCredentialReportRequest request) {
    StoredReport report =
        store
            .read(tx -> tx.get(StoredReport.TABLE, call.account(), "newest"))
            .orElseThrow(() -> new ServiceError("ReportNotPresent", 410, "No report exists."));
    if (!call.at().isBefore(report.madeAt().plus(FRESH))) {
      throw new ServiceError("ReportExpired", 410, "The report has expired.");
    }
    return GetCredentialReportResponse.builder()
        .content(report.content().getBytes(StandardCharsets.UTF_8))
        .reportFormat("text/csv")
        .generatedTime(report.madeAt())
        .build();
  }
}
