package croft.services.iam.usercredential;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.DeleteSigningCertificateRequest;
import croft.api.iam.DeleteSigningCertificateResponse;
import croft.api.iam.IamModel;
import croft.api.iam.ListSigningCertificatesRequest;
import croft.api.iam.ListSigningCertificatesResponse;
import croft.api.iam.UpdateSigningCertificateRequest;
import croft.api.iam.UpdateSigningCertificateResponse;
import croft.api.iam.UploadSigningCertificateRequest;
import croft.api.iam.UploadSigningCertificateResponse;
import croft.base.ServiceError;
import croft.services.iam.credential.SigningCertificate;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.IamParts;
import croft.services.iam.entity.Markers;
import croft.services.iam.entity.PemText;
import croft.services.iam.user.User;
import croft.services.iam.user.Users;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Upload, List, Update and Delete of users' signing certificates. */
public final class SigningCertificateOperations {
  private static final int MOST_PER_USER = 2;
  private static final int ID_LENGTH = 32;

  private final IamParts parts;
  private final Store store;
  private final Markers markers;

  public SigningCertificateOperations(IamParts parts) {
    this.parts = parts;
    this.store = parts.store();
    this.markers = new Markers(parts.masterKey());
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            IamModel.UPLOAD_SIGNING_CERTIFICATE,
            (call, request) -> access(call, "iam:UploadSigningCertificate", request.userName()),
            this::upload),
        bind(
            IamModel.LIST_SIGNING_CERTIFICATES,
            (call, request) -> access(call, "iam:ListSigningCertificates", request.userName()),
            this::list),
        bind(
            IamModel.UPDATE_SIGNING_CERTIFICATE,
            (call, request) -> access(call, "iam:UpdateSigningCertificate", request.userName()),
            this::update),
        bind(
            IamModel.DELETE_SIGNING_CERTIFICATE,
            (call, request) -> access(call, "iam:DeleteSigningCertificate", request.userName()),
            this::delete));
  }

  private List<Access> access(Call call, String action, @Nullable String userName) {
    return List.of(Users.access(store, call, action, userName));
  }

  private UploadSigningCertificateResponse upload(
      Call call, UploadSigningCertificateRequest request) {
    String name = Users.nameOrOwn(call, request.userName());
    String body = required(request.certificateBody(), "certificateBody").strip();
    List<X509Certificate> given = PemText.certificates(body);
    if (given.size() > 1) {
      throw PemText.malformed("The certificate body holds more than one certificate.");
    }
    String id = (parts.ids().unique("") + parts.ids().unique("")).substring(0, ID_LENGTH);
    return store.write(tx -> {
      User user = Users.require(tx, call.account(), name);
      List<SigningCertificate> present = SigningCertificate.ofUser(tx, call.account(), user.id());
      if (present.stream().anyMatch(one -> PemText.certificates(one.body()).equals(given))) {
        throw new ServiceError(
            "DuplicateCertificate", 409, "The user has this certificate already.");
      }
      if (present.size() >= MOST_PER_USER) {
        throw EntityErrors.quota("CertificatesPerUser", MOST_PER_USER);
      }
      SigningCertificate certificate =
          new SigningCertificate(call.account(), id, user.id(), body, true, call.at());
      tx.insert(SigningCertificate.TABLE, certificate);
      return UploadSigningCertificateResponse.builder()
          .certificate(shape(name, certificate))
          .build();
    });
  }

  private static croft.api.iam.SigningCertificate shape(
      String userName, SigningCertificate certificate) {
    return croft.api.iam.SigningCertificate.builder()
        .userName(userName)
        .certificateId(certificate.id())
        .certificateBody(certificate.body())
        .status(certificate.status())
        .uploadDate(certificate.uploadedAt())
        .build();
  }

  private ListSigningCertificatesResponse list(Call call, ListSigningCertificatesRequest request) {
    String name = Users.nameOrOwn(call, request.userName());
    Markers.Page<SigningCertificate> page =
        markers.page(
            call,
            "signing certificates " + name,
            store.read(tx ->
                SigningCertificate.ofUser(
                    tx, call.account(), Users.require(tx, call.account(), name).id())),
            SigningCertificate::id,
            new Markers.Wanted(request.marker(), request.maxItems()));
    return ListSigningCertificatesResponse.builder()
        .certificates(page.map(certificate -> shape(name, certificate)))
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private static SigningCertificate require(
      Transaction tx, Call call, @Nullable String userName, @Nullable String id) {
    User user = Users.require(tx, call.account(), Users.nameOrOwn(call, userName));
    String wanted = required(id, "certificateId");
    return tx.get(SigningCertificate.TABLE, call.account(), wanted)
        .filter(certificate -> certificate.userId().equals(user.id()))
        .orElseThrow(() ->
            EntityErrors.noSuchEntity("The Certificate with id " + wanted + " cannot be found."));
  }

  private UpdateSigningCertificateResponse update(
      Call call, UpdateSigningCertificateRequest request) {
    boolean active = Statuses.isActive(request.status());
    return store.write(tx -> {
      SigningCertificate found = require(tx, call, request.userName(), request.certificateId());
      tx.put(SigningCertificate.TABLE, found.withActive(active));
      return UpdateSigningCertificateResponse.builder().build();
    });
  }

  private DeleteSigningCertificateResponse delete(
      Call call, DeleteSigningCertificateRequest request) {
    return store.write(tx -> {
      SigningCertificate found = require(tx, call, request.userName(), request.certificateId());
      tx.delete(SigningCertificate.TABLE, call.account(), found.id());
      return DeleteSigningCertificateResponse.builder().build();
    });
  }
}
