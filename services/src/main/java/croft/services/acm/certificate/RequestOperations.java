package croft.services.acm.certificate;

import static croft.services.operation.Binding.bind;

import croft.api.acm.AcmModel;
import croft.api.acm.CertificateOptions;
import croft.api.acm.RenewCertificateRequest;
import croft.api.acm.RenewCertificateResponse;
import croft.api.acm.RequestCertificateRequest;
import croft.api.acm.RequestCertificateResponse;
import croft.api.acm.UpdateCertificateOptionsRequest;
import croft.api.acm.UpdateCertificateOptionsResponse;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.store.Store;
import croft.store.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** RequestCertificate, RenewCertificate and UpdateCertificateOptions. */
public final class RequestOperations {
  private static final Set<String> ALGORITHMS = Set.of("RSA_2048", "EC_prime256v1", "EC_secp384r1");
  private static final int MOST_NAMES = 100;

  /** How long the same token means the same request. */
  private static final Duration TOKEN_LIFE = Duration.ofHours(1);

  private final AcmParts parts;
  private final Store store;

  public RequestOperations(AcmParts parts) {
    this.parts = parts;
    this.store = parts.store();
  }

  /** The operations with the access each needs; private authorities are refused by name. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(AcmModel.REQUEST_CERTIFICATE, this::access, this::request)
            .honouring(
                "DomainName",
                "ValidationMethod",
                "SubjectAlternativeNames",
                "IdempotencyToken",
                "Options",
                "Tags",
                "KeyAlgorithm"),
        bind(
            AcmModel.RENEW_CERTIFICATE,
            (call, asked) ->
                CertificateLookup.access(
                    store, call, "acm:RenewCertificate", asked.certificateArn(), Map.of()),
            this::renew),
        bind(
            AcmModel.UPDATE_CERTIFICATE_OPTIONS,
            (call, asked) ->
                CertificateLookup.access(
                    store, call, "acm:UpdateCertificateOptions", asked.certificateArn(), Map.of()),
            this::updateOptions));
  }

  private List<Access> access(Call call, RequestCertificateRequest request) {
    Map<String, String> tags = CertificateLookup.requested(request.tagsOrEmpty());
    Map<String, List<String>> context = new HashMap<>(Requests.requestTags(tags));
    context.put("acm:DomainNames", names(request));
    context.put("acm:ValidationMethod", List.of("DNS"));
    context.put("acm:KeyAlgorithm", List.of(algorithm(request)));
    context.put("acm:CertificateTransparencyLogging", List.of(transparency(request.options())));
    List<Access> all =
        new ArrayList<>(
            CertificateLookup.access(store, call, "acm:RequestCertificate", null, context));
    if (!tags.isEmpty()) {
      all.addAll(CertificateLookup.access(store, call, "acm:AddTagsToCertificate", null, context));
    }
    return all;
  }

  private static List<String> names(RequestCertificateRequest request) {
    Set<String> names = new LinkedHashSet<>();
    if (request.domainName() != null) {
      names.add(request.domainName().toLowerCase(Locale.ROOT));
    }
    request
        .subjectAlternativeNamesOrEmpty()
        .forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    return List.copyOf(names);
  }

  private static String algorithm(RequestCertificateRequest request) {
    return Objects.requireNonNullElse(request.keyAlgorithm(), "RSA_2048");
  }

  private static String transparency(@Nullable CertificateOptions options) {
    String preference = options == null ? null : options.certificateTransparencyLoggingPreference();
    return Objects.requireNonNullElse(preference, "ENABLED");
  }

  private RequestCertificateResponse request(Call call, RequestCertificateRequest request) {
    Requests.required(request.domainName(), "domainName");
    if ("EMAIL".equals(request.validationMethod())) {
      throw ServiceError.unsupported("The validation method EMAIL");
    }
    if (!ALGORITHMS.contains(algorithm(request))) {
      throw Requests.validation(
          "The key algorithm "
              + algorithm(request)
              + " is not supported for a requested certificate.");
    }
    if (names(request).size() > MOST_NAMES) {
      throw ServiceError.badRequest(
          "LimitExceededException", "A certificate can have at most " + MOST_NAMES + " names.");
    }
    Certificate fresh = certificate(call, request);
    return store.write(tx -> {
      Certificate kept = repeated(tx, call, fresh).orElse(fresh);
      if (kept.equals(fresh)) {
        tx.insert(Certificate.TABLE, fresh);
        parts.wake().accept(tx);
      }
      return RequestCertificateResponse.builder().certificateArn(kept.arn().toString()).build();
    });
  }

  private Certificate certificate(Call call, RequestCertificateRequest request) {
    List<String> names = names(request);
    return new Certificate(
        call.account(),
        call.region(),
        parts.ids().uuid(),
        false,
        names.getFirst(),
        names,
        algorithm(request),
        "",
        "",
        "",
        call.at(),
        null,
        null,
        false,
        null,
        Objects.requireNonNullElse(request.idempotencyToken(), ""),
        transparency(request.options()),
        CertificateLookup.with(Map.of(), request.tagsOrEmpty()));
  }

  private static Optional<Certificate> repeated(Transaction tx, Call call, Certificate fresh) {
    if (fresh.token().isEmpty()) {
      return Optional.empty();
    }
    return tx.list(Certificate.TABLE, call.scope()).stream()
        .filter(known -> known.token().equals(fresh.token()))
        .filter(known -> known.domainName().equals(fresh.domainName()))
        .filter(known -> known.madeAt().plus(TOKEN_LIFE).isAfter(call.at()))
        .findFirst();
  }

  private RenewCertificateResponse renew(Call call, RenewCertificateRequest request) {
    return store.write(tx -> {
      Certificate certificate = issued(tx, call, request.certificateArn());
      tx.put(Certificate.TABLE, certificate.toRenew());
      parts.wake().accept(tx);
      return RenewCertificateResponse.builder().build();
    });
  }

  private static Certificate issued(Transaction tx, Call call, @Nullable String arn) {
    Certificate certificate = CertificateLookup.require(tx, call, arn);
    if (certificate.imported()) {
      throw Requests.validation(
          "The certificate " + certificate.arn() + " was imported: only its owner can renew it.");
    }
    if (certificate.pending()) {
      throw CertificateErrors.inProgress(certificate.arn().toString());
    }
    return certificate;
  }

  private UpdateCertificateOptionsResponse updateOptions(
      Call call, UpdateCertificateOptionsRequest request) {
    return store.write(tx -> {
      Certificate certificate = CertificateLookup.require(tx, call, request.certificateArn());
      if (certificate.imported()) {
        throw ServiceError.badRequest(
            "InvalidStateException", "An imported certificate has no such options.");
      }
      tx.put(Certificate.TABLE, certificate.withTransparency(transparency(request.options())));
      return UpdateCertificateOptionsResponse.builder().build();
    });
  }
}
