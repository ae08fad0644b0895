package croft.services.acm;

import static croft.services.iam.IamFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.acm.AcmModel;
import croft.api.acm.AddTagsToCertificateRequest;
import croft.api.acm.CertificateDetail;
import croft.api.acm.DeleteCertificateRequest;
import croft.api.acm.DescribeCertificateRequest;
import croft.api.acm.DomainValidation;
import croft.api.acm.ExportCertificateRequest;
import croft.api.acm.Filters;
import croft.api.acm.GetCertificateRequest;
import croft.api.acm.ImportCertificateRequest;
import croft.api.acm.ListCertificatesRequest;
import croft.api.acm.ListTagsForCertificateRequest;
import croft.api.acm.RenewCertificateRequest;
import croft.api.acm.RequestCertificateRequest;
import croft.api.acm.Tag;
import croft.base.Arn;
import croft.services.acm.certificate.CertificateIssuer;
import croft.services.acm.certificate.CertificateUpkeep;
import croft.services.acm.certificate.Certificates;
import croft.services.keys.KeyFixture;
import croft.wire.tls.LocalCertificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcmServiceTest {
  @TempDir Path directory;
  private KeyFixture fixture;
  private LocalCertificates authority;

  @BeforeEach
  void open() {
    fixture = new KeyFixture(directory);
    authority =
        new LocalCertificates(
            directory.resolve("tls"), List.of(), () -> fixture.now, new SecureRandom());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private CertificateUpkeep upkeep() {
    CertificateIssuer issuer =
        (names, key) -> {
          try {
            return authority.issue(names, key);
          } catch (IOException e) {
            throw new GeneralSecurityException(e);
          }
        };
    return new CertificateUpkeep(fixture.acm, issuer, () -> fixture.now);
  }

  private String request(RequestCertificateRequest.Builder request) {
    return Objects.requireNonNull(
        fixture.asRoot(AcmModel.REQUEST_CERTIFICATE, request.build()).certificateArn());
  }

  private CertificateDetail describe(@Nullable String arn) {
    return Objects.requireNonNull(
        fixture
            .asRoot(
                AcmModel.DESCRIBE_CERTIFICATE,
                DescribeCertificateRequest.builder().certificateArn(arn).build())
            .certificate());
  }

  private static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  private static byte[] pem(String kind, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return ("-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private ImportCertificateRequest brought(KeyPair pair) throws Exception {
    List<X509Certificate> chain =
        authority.issue(List.of("www.example.com", "example.com"), pair.getPublic());
    return ImportCertificateRequest.builder()
        .certificate(pem("CERTIFICATE", chain.getFirst().getEncoded()))
        .certificateChain(pem("CERTIFICATE", chain.getLast().getEncoded()))
        .privateKey(pem("PRIVATE KEY", pair.getPrivate().getEncoded()))
        .build();
  }

  @Test
  void keepsWhatIsBroughtWithItsKeySealed() throws Exception {
    KeyPair pair = keys();
    String arn = fixture.asRoot(AcmModel.IMPORT_CERTIFICATE, brought(pair)).certificateArn();
    CertificateDetail detail = describe(arn);
    assertThat(detail.domainName()).isEqualTo("www.example.com");
    assertThat(detail.subjectAlternativeNamesOrEmpty())
        .containsExactly("www.example.com", "example.com");
    assertThat(detail.status()).isEqualTo("ISSUED");
    assertThat(detail.type()).isEqualTo("IMPORTED");
    assertThat(detail.keyAlgorithm()).isEqualTo("RSA-2048");
    assertThat(detail.issuer()).startsWith("Croft local CA");
    assertThat(
            fixture
                .asRoot(
                    AcmModel.GET_CERTIFICATE,
                    GetCertificateRequest.builder().certificateArn(arn).build())
                .certificateChain())
        .startsWith("-----BEGIN CERTIFICATE-----");
    String key = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
    Certificates.Served served = served(Arn.parse(Objects.requireNonNull(arn))).orElseThrow();
    assertThat(served.privateKey().replace("\n", "")).contains(key.substring(0, 200));
    assertThat(served).asString().doesNotContain("PRIVATE");
    fixture.close();
    fixture.assertNotStored(key.substring(0, 60), key.substring(100, 160), "PRIVATE KEY");
    fixture = new KeyFixture(directory);
    assertThat(served(Arn.parse(arn))).contains(served);
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() throws Exception {
    ImportCertificateRequest good = brought(keys());
    ImportCertificateRequest otherKey =
        good.toBuilder().privateKey(pem("PRIVATE KEY", keys().getPrivate().getEncoded())).build();
    assertRefused(
        () -> fixture.asRoot(AcmModel.IMPORT_CERTIFICATE, otherKey),
        "ValidationException",
        400,
        "private key does not match");
    assertRefused(
        () ->
            fixture.asRoot(
                AcmModel.IMPORT_CERTIFICATE, good.toBuilder().certificateChain(null).build()),
        "ValidationException",
        400,
        "not a valid self signed");
    assertRefused(
        () ->
            fixture.asRoot(
                AcmModel.IMPORT_CERTIFICATE,
                good.toBuilder().certificateChain(good.certificate()).build()),
        "ValidationException",
        400,
        "the invalid certificate is: 0");
    assertRefused(
        () ->
            fixture.asRoot(
                AcmModel.IMPORT_CERTIFICATE,
                good.toBuilder().certificate("hello".getBytes(StandardCharsets.UTF_8)).build()),
        "ValidationException",
        400,
        "Unable to parse certificate");
    fixture.now = fixture.now.plus(Duration.ofDays(400));
    assertRefused(
        () -> fixture.asRoot(AcmModel.IMPORT_CERTIFICATE, good),
        "ValidationException",
        400,
        "expired");
  }

  @Test
  void whatIsRequestedIsPendingUntilTheAuthorityIssuesIt() throws Exception {
    RequestCertificateRequest.Builder wanted =
        RequestCertificateRequest.builder()
            .domainName("*.example.com")
            .subjectAlternativeNames(List.of("example.com"))
            .validationMethod("DNS")
            .keyAlgorithm("EC_prime256v1")
            .idempotencyToken("t1");
    String arn = request(wanted);
    assertThat(request(wanted)).isEqualTo(arn);
    CertificateDetail pending = describe(arn);
    assertThat(pending.status()).isEqualTo("PENDING_VALIDATION");
    assertRefused(
        () ->
            fixture.asRoot(
                AcmModel.GET_CERTIFICATE,
                GetCertificateRequest.builder().certificateArn(arn).build()),
        "RequestInProgressException",
        400,
        arn);
    upkeep().reconcile();
    CertificateDetail issued = describe(arn);
    assertThat(issued.status()).isEqualTo("ISSUED");
    assertThat(issued.keyAlgorithm()).isEqualTo("EC_prime256v1");
    List<DomainValidation> validations = issued.domainValidationOptionsOrEmpty();
    assertThat(validations).extracting(DomainValidation::validationStatus).containsOnly("SUCCESS");
    assertThat(validations.getFirst().resourceRecord())
        .as("a wildcard is checked by the record of its domain")
        .isEqualTo(validations.getLast().resourceRecord());
    assertThat(served(Arn.parse(arn)).orElseThrow().privateKey())
        .startsWith("-----BEGIN PRIVATE KEY-----");
    assertRefused(
        () ->
            fixture.asRoot(
                AcmModel.EXPORT_CERTIFICATE,
                ExportCertificateRequest.builder()
                    .certificateArn(arn)
                    .passphrase(new byte[] {'p', 'a', 's', 's'})
                    .build()),
        "ValidationException",
        400,
        "not a private certificate");
  }

  @Test
  void renewsWhenAskedAndInTime() throws Exception {
    String arn = request(RequestCertificateRequest.builder().domainName("a.example.com"));
    upkeep().reconcile();
    String first = describe(arn).serial();
    fixture.asRoot(
        AcmModel.RENEW_CERTIFICATE, RenewCertificateRequest.builder().certificateArn(arn).build());
    upkeep().reconcile();
    CertificateDetail second = describe(arn);
    assertThat(second.serial()).isNotEqualTo(first);
    assertThat(Objects.requireNonNull(second.renewalSummary()).renewalStatus())
        .isEqualTo("SUCCESS");
    upkeep().reconcile();
    assertThat(describe(arn).serial()).isEqualTo(second.serial());
    fixture.now = fixture.now.plus(Duration.ofDays(340));
    upkeep().reconcile();
    assertThat(describe(arn).serial()).isNotEqualTo(second.serial());
  }

  @Test
  void listsTagsAndDeletes() throws Exception {
    String rsa = request(RequestCertificateRequest.builder().domainName("a.example.com"));
    String elliptic =
        request(
            RequestCertificateRequest.builder()
                .domainName("b.example.com")
                .keyAlgorithm("EC_secp384r1"));
    upkeep().reconcile();
    assertThat(
            fixture
                .asRoot(AcmModel.LIST_CERTIFICATES, ListCertificatesRequest.builder().build())
                .certificateSummaryListOrEmpty())
        .extracting(found -> found.certificateArn())
        .containsExactly(rsa);
    assertThat(
            fixture
                .asRoot(
                    AcmModel.LIST_CERTIFICATES,
                    ListCertificatesRequest.builder()
                        .includes(Filters.builder().keyTypes(List.of("EC_secp384r1")).build())
                        .build())
                .certificateSummaryListOrEmpty())
        .extracting(found -> found.certificateArn())
        .containsExactly(elliptic);
    fixture.asRoot(
        AcmModel.ADD_TAGS_TO_CERTIFICATE,
        AddTagsToCertificateRequest.builder()
            .certificateArn(rsa)
            .tags(List.of(Tag.builder().key("k").value("v").build()))
            .build());
    assertThat(
            fixture
                .asRoot(
                    AcmModel.LIST_TAGS_FOR_CERTIFICATE,
                    ListTagsForCertificateRequest.builder().certificateArn(rsa).build())
                .tagsOrEmpty())
        .hasSize(1);
    fixture.asRoot(
        AcmModel.DELETE_CERTIFICATE,
        DeleteCertificateRequest.builder().certificateArn(rsa).build());
    assertRefused(() -> describe(rsa), "ResourceNotFoundException", 400, rsa);
    assertRefused(() -> describe("arn:aws:iam::1:user/a"), "InvalidArnException", 400, "user/a");
    assertRefused(
        () ->
            request(
                RequestCertificateRequest.builder()
                    .domainName("c.example.com")
                    .validationMethod("EMAIL")),
        "UnsupportedOperation",
        400,
        "EMAIL");
  }

  private Optional<Certificates.Served> served(Arn arn) {
    return fixture.acm.store().read(tx -> new Certificates(fixture.acm).find(tx, arn));
  }
}
