package croft.services.acm.certificate;

import static croft.services.operation.Binding.bind;

import croft.api.acm.AcmModel;
import croft.api.acm.DeleteCertificateRequest;
import croft.api.acm.DeleteCertificateResponse;
import croft.base.ServiceError;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.List;
import java.util.Map;

/** DeleteCertificate. */
public final class DeleteOperation {
  private final AcmParts parts;
  private final Store store;

  public DeleteOperation(AcmParts parts) {
    this.parts = parts;
    this.store = parts.store();
  }

  /** The operation with the access it needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            AcmModel.DELETE_CERTIFICATE,
            (call, request) ->
                CertificateLookup.access(
                    store, call, "acm:DeleteCertificate", request.certificateArn(), Map.of()),
            this::delete));
  }

  private DeleteCertificateResponse delete(Call call, DeleteCertificateRequest request) {
    Certificate found =
        store.read(tx -> CertificateLookup.require(tx, call, request.certificateArn()));
    if (!parts.usersOf().apply(found.arn().toString()).isEmpty()) {
      throw ServiceError.badRequest(
          "ResourceInUseException",
          "Certificate " + found.arn() + " in account " + call.account() + " is in use.");
    }
    return store.write(tx -> {
      Certificate certificate = CertificateLookup.require(tx, call, request.certificateArn());
      tx.delete(Certificate.TABLE, certificate.scope(), certificate.id());
      return DeleteCertificateResponse.builder().build();
    });
  }
}
