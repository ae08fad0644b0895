package croft.services.acm.certificate;

import static croft.services.operation.Binding.bind;

import croft.api.acm.AcmModel;
import croft.api.acm.CertificateSummary;
import croft.api.acm.DescribeCertificateRequest;
import croft.api.acm.DescribeCertificateResponse;
import croft.api.acm.ExportCertificateRequest;
import croft.api.acm.ExportCertificateResponse;
import croft.api.acm.Filters;
import croft.api.acm.GetCertificateRequest;
import croft.api.acm.GetCertificateResponse;
import croft.api.acm.ListCertificatesRequest;
import croft.api.acm.ListCertificatesResponse;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.services.operation.Requests;
import croft.store.Store;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** DescribeCertificate, ListCertificates, GetCertificate and ExportCertificate. */
public final class ReadOperations {
  private static final int USUAL_PAGE = 100;

  /** What a list shows that asks for no kind of key: AWS documents these two. */
  private static final List<String> USUAL_KEYS = List.of("RSA_1024", "RSA_2048");

  private final AcmParts parts;
  private final Store store;

  public ReadOperations(AcmParts parts) {
    this.parts = parts;
    this.store = parts.store();
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            AcmModel.DESCRIBE_CERTIFICATE,
            (call, request) ->
                CertificateLookup.access(
                    store, call, "acm:DescribeCertificate", request.certificateArn(), Map.of()),
            this::describe),
        bind(AcmModel.LIST_CERTIFICATES, AccessRule.toAll("acm:ListCertificates"), this::list),
        bind(
            AcmModel.GET_CERTIFICATE,
            (call, request) ->
                CertificateLookup.access(
                    store, call, "acm:GetCertificate", request.certificateArn(), Map.of()),
            this::get),
        bind(
            AcmModel.EXPORT_CERTIFICATE,
            (call, request) ->
                CertificateLookup.access(
                    store, call, "acm:ExportCertificate", request.certificateArn(), Map.of()),
            this::export));
  }

  private List<String> users(Certificate certificate) {
    return parts.usersOf().apply(certificate.arn().toString());
  }

  private DescribeCertificateResponse describe(Call call, DescribeCertificateRequest request) {
    Certificate certificate =
        store.read(tx -> CertificateLookup.require(tx, call, request.certificateArn()));
    return DescribeCertificateResponse.builder()
        .certificate(CertificateShapes.detail(certificate, call.at(), users(certificate)))
        .build();
  }

  private ListCertificatesResponse list(Call call, ListCertificatesRequest request) {
    if (request.sortOrder() != null && request.sortBy() == null) {
      throw Requests.validation("You must specify SortBy when you specify SortOrder.");
    }
    Filters filters = request.includes();
    List<String> keyTypes =
        filters == null || filters.keyTypesOrEmpty().isEmpty()
            ? USUAL_KEYS
            : filters.keyTypesOrEmpty();
    List<String> statuses = request.certificateStatusesOrEmpty();
    Comparator<Certificate> order =
        Comparator.comparing(Certificate::madeAt).thenComparing(Certificate::id);
    boolean ascending = Objects.equals(request.sortOrder(), "ASCENDING");
    List<Certificate> all =
        store.read(tx -> tx.list(Certificate.TABLE, call.scope())).stream()
            .filter(found -> keyTypes.contains(found.keyAlgorithm()))
            .filter(found -> statuses.isEmpty() || statuses.contains(found.status(call.at())))
            .filter(found -> filters == null || hasUsages(filters, summary(call, found)))
            .sorted(ascending ? order : order.reversed())
            .toList();
    Pages.Page<Certificate> page =
        parts
            .pages()
            .page(
                call,
                "certificates " + filters + statuses + request.sortOrder(),
                all,
                Certificate::id,
                Pages.Wanted.of(
                    request.nextToken(),
                    request.maxItems(),
                    USUAL_PAGE,
                    CertificateErrors::invalidToken));
    return ListCertificatesResponse.builder()
        .certificateSummaryList(page.map(found -> summary(call, found)))
        .nextToken(page.token())
        .build();
  }

  private CertificateSummary summary(Call call, Certificate certificate) {
    return CertificateShapes.summary(certificate, call.at(), users(certificate));
  }

  private static boolean hasUsages(Filters filters, CertificateSummary summary) {
    return isIn(filters.keyUsageOrEmpty(), summary.keyUsagesOrEmpty())
        && isIn(filters.extendedKeyUsageOrEmpty(), summary.extendedKeyUsagesOrEmpty());
  }

  private static boolean isIn(List<String> wanted, List<String> present) {
    return wanted.isEmpty()
        || wanted.contains("ANY")
        || wanted.stream().anyMatch(present::contains);
  }

  private Certificate issued(Call call, @Nullable String arn) {
    Certificate certificate = store.read(tx -> CertificateLookup.require(tx, call, arn));
    if (certificate.pending()) {
      throw CertificateErrors.inProgress(certificate.arn().toString());
    }
    return certificate;
  }

  private GetCertificateResponse get(Call call, GetCertificateRequest request) {
    Certificate certificate = issued(call, request.certificateArn());
    return GetCertificateResponse.builder()
        .certificate(certificate.body())
        .certificateChain(certificate.chain().isEmpty() ? null : certificate.chain())
        .build();
  }

  /**
   * Only certificates of private authorities leave with their keys, and Croft has none of these.
   */
  private ExportCertificateResponse export(Call call, ExportCertificateRequest request) {
    Certificate certificate = issued(call, request.certificateArn());
    throw Requests.validation(
        "Certificate ARN: " + certificate.arn() + " is not a private certificate.");
  }
}
