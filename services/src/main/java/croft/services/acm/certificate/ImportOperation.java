package croft.services.acm.certificate;

import static croft.services.operation.Binding.bind;

import croft.api.acm.AcmModel;
import croft.api.acm.ImportCertificateRequest;
import croft.api.acm.ImportCertificateResponse;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.store.Store;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** ImportCertificate, of a new certificate or over one that was imported before. */
public final class ImportOperation {
  private static final byte[] NOTHING = {};

  private final AcmParts parts;
  private final Store store;
  private final SealedKeys keys;

  public ImportOperation(AcmParts parts) {
    this.parts = parts;
    this.store = parts.store();
    this.keys = new SealedKeys(parts.sealing());
  }

  /** The operation with the access it needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(bind(AcmModel.IMPORT_CERTIFICATE, this::access, this::bring));
  }

  private List<Access> access(Call call, ImportCertificateRequest request) {
    Map<String, String> tags = CertificateLookup.requested(request.tagsOrEmpty());
    Map<String, List<String>> context = Requests.requestTags(tags);
    String arn = request.certificateArn();
    List<Access> all =
        new ArrayList<>(
            CertificateLookup.access(store, call, "acm:ImportCertificate", arn, context));
    if (!tags.isEmpty()) {
      all.addAll(CertificateLookup.access(store, call, "acm:AddTagsToCertificate", arn, context));
    }
    return all;
  }

  private ImportCertificateResponse bring(Call call, ImportCertificateRequest request) {
    if (request.certificateArn() != null && !request.tagsOrEmpty().isEmpty()) {
      throw Requests.validation("Tagging is not permitted on re-import.");
    }
    ImportCheck checked =
        ImportCheck.of(
            new ImportCheck.Sent(
                Requests.required(request.certificate(), "certificate"),
                Requests.required(request.privateKey(), "privateKey"),
                Objects.requireNonNullElse(request.certificateChain(), NOTHING)),
            call.at(),
            parts.random());
    Map<String, String> tags = CertificateLookup.with(Map.of(), request.tagsOrEmpty());
    String fresh = parts.ids().uuid();
    return store.write(tx -> {
      if (request.certificateArn() == null) {
        Certificate certificate = certificate(call, fresh, checked, tags);
        tx.insert(Certificate.TABLE, certificate);
        return response(certificate);
      }
      Certificate present = CertificateLookup.require(tx, call, request.certificateArn());
      if (!present.imported()) {
        throw Requests.validation(
            "The certificate " + present.arn() + " was not imported: it cannot be re-imported.");
      }
      Certificate other = certificate(call, present.id(), checked, Map.of());
      tx.put(Certificate.TABLE, present.importedAgain(other));
      return response(present);
    });
  }

  private Certificate certificate(
      Call call, String id, ImportCheck checked, Map<String, String> tags) {
    List<String> names = CertificateFacts.names(checked.certificate());
    try {
      return new Certificate(
          call.account(),
          call.region(),
          id,
          true,
          names.isEmpty() ? "" : names.getFirst(),
          names,
          checked.keyAlgorithm(),
          PemText.text(checked.certificate()),
          PemText.text(checked.chain()),
          keys.seal(id, PemText.text(checked.key())),
          call.at(),
          null,
          checked.certificate().getNotAfter().toInstant(),
          false,
          null,
          "",
          "DISABLED",
          tags);
    } catch (CertificateException e) {
      throw new IllegalStateException("A certificate that was read cannot be written", e);
    }
  }

  private static ImportCertificateResponse response(Certificate certificate) {
    return ImportCertificateResponse.builder().certificateArn(certificate.arn().toString()).build();
  }
}
