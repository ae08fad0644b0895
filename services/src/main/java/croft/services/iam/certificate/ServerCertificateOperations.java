package croft.services.iam.certificate;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.DeleteServerCertificateRequest;
import croft.api.iam.DeleteServerCertificateResponse;
import croft.api.iam.GetServerCertificateRequest;
import croft.api.iam.GetServerCertificateResponse;
import croft.api.iam.IamModel;
import croft.api.iam.ListServerCertificateTagsRequest;
import croft.api.iam.ListServerCertificateTagsResponse;
import croft.api.iam.ListServerCertificatesRequest;
import croft.api.iam.ListServerCertificatesResponse;
import croft.api.iam.ServerCertificateMetadata;
import croft.api.iam.TagServerCertificateRequest;
import croft.api.iam.TagServerCertificateResponse;
import croft.api.iam.UntagServerCertificateRequest;
import croft.api.iam.UntagServerCertificateResponse;
import croft.api.iam.UpdateServerCertificateRequest;
import croft.api.iam.UpdateServerCertificateResponse;
import croft.api.iam.UploadServerCertificateRequest;
import croft.api.iam.UploadServerCertificateResponse;
import croft.base.Arn;
import croft.base.ServiceError;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.IamParts;
import croft.services.iam.entity.Markers;
import croft.services.iam.entity.PemText;
import croft.services.iam.entity.TagOperations;
import croft.services.iam.entity.Tags;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Upload, Get, List, Update and Delete of server certificates, and their tags. */
public final class ServerCertificateOperations {
  private static final int MOST_PER_ACCOUNT = 20;

  private final IamParts parts;
  private final Store store;
  private final Markers markers;

  public ServerCertificateOperations(IamParts parts) {
    this.parts = parts;
    this.store = parts.store();
    this.markers = new Markers(parts.masterKey());
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return Stream.of(certificates(), tags()).<Binding<?, ?>>flatMap(List::stream).toList();
  }

  private List<Binding<?, ?>> certificates() {
    return List.of(
        bind(
            IamModel.UPLOAD_SERVER_CERTIFICATE,
            (call, request) -> List.of(uploadAccess(call, request)),
            this::upload),
        bind(
            IamModel.GET_SERVER_CERTIFICATE,
            (call, request) ->
                access(call, "iam:GetServerCertificate", request.serverCertificateName()),
            this::get),
        bind(
            IamModel.LIST_SERVER_CERTIFICATES,
            AccessRule.toAll("iam:ListServerCertificates"),
            this::list),
        bind(
            IamModel.UPDATE_SERVER_CERTIFICATE,
            (call, request) ->
                access(call, "iam:UpdateServerCertificate", request.serverCertificateName()),
            this::update),
        bind(
            IamModel.DELETE_SERVER_CERTIFICATE,
            (call, request) ->
                access(call, "iam:DeleteServerCertificate", request.serverCertificateName()),
            this::delete));
  }

  private List<Access> access(Call call, String action, @Nullable String name) {
    return List.of(ServerCertificates.access(store, call, action, name));
  }

  private static Access uploadAccess(Call call, UploadServerCertificateRequest request) {
    String path = request.path() == null ? "/" : request.path();
    String resource = "server-certificate" + path + request.serverCertificateName();
    return Access.to("iam:UploadServerCertificate", Arn.of("iam", "", call.account(), resource))
        .with(Tags.requestKeys(request.tagsOrEmpty()));
  }

  private UploadServerCertificateResponse upload(
      Call call, UploadServerCertificateRequest request) {
    String name = required(request.serverCertificateName(), "serverCertificateName");
    String body = required(request.certificateBody(), "certificateBody").strip();
    String key = required(request.privateKey(), "privateKey").strip();
    String chain = Objects.requireNonNullElse(request.certificateChain(), "").strip();
    List<X509Certificate> certificates = PemText.certificates(body);
    if (certificates.size() > 1) {
      throw PemText.malformed("The certificate body holds more than one certificate.");
    }
    X509Certificate certificate = certificates.getFirst();
    if (!chain.isEmpty()) {
      checkChain(certificate, PemText.certificates(chain));
    }
    if (!PemText.match(certificate, PemText.privateKey(key))) {
      throw ServiceError.badRequest(
          "KeyPairMismatch", "The private key does not match the certificate's public key.");
    }
    String id = parts.ids().unique("ASCA");
    ServerCertificate made =
        new ServerCertificate(
            call.account(),
            name,
            request.path() == null ? "/" : request.path(),
            id,
            call.at(),
            certificate.getNotAfter().toInstant(),
            body,
            chain,
            parts.masterKey().seal(ServerCertificate.keyPurpose(id), key),
            Tags.of(request.tagsOrEmpty()));
    return store.write(tx -> {
      requireFree(tx, call.account(), name);
      if (tx.list(ServerCertificate.TABLE, call.account()).size() >= MOST_PER_ACCOUNT) {
        throw EntityErrors.quota("ServerCertificatesPerAccount", MOST_PER_ACCOUNT);
      }
      tx.insert(ServerCertificate.TABLE, made);
      return UploadServerCertificateResponse.builder()
          .serverCertificateMetadata(metadata(made))
          .tags(made.tags().isEmpty() ? null : Tags.shapes(made.tags()))
          .build();
    });
  }

  /** Each certificate of the chain must have signed the one before it. */
  private static void checkChain(X509Certificate certificate, List<X509Certificate> chain) {
    X509Certificate below = certificate;
    for (X509Certificate above : chain) {
      try {
        below.verify(above.getPublicKey());
      } catch (GeneralSecurityException notItsSigner) {
        throw PemText.malformed(
            "Unable to validate certificate chain. The certificate chain must start with the"
                + " immediate signing certificate, followed by any intermediaries in order.");
      }
      below = above;
    }
  }

  private static void requireFree(Transaction tx, String account, String name) {
    if (tx.get(ServerCertificate.TABLE, account, name).isPresent()) {
      throw EntityErrors.alreadyExists(
          "The Server Certificate with name " + name + " already exists.");
    }
  }

  private static ServerCertificateMetadata metadata(ServerCertificate certificate) {
    return ServerCertificateMetadata.builder()
        .path(certificate.path())
        .serverCertificateName(certificate.name())
        .serverCertificateId(certificate.id())
        .arn(certificate.arn().toString())
        .uploadDate(certificate.uploadedAt())
        .expiration(certificate.expires())
        .build();
  }

  private GetServerCertificateResponse get(Call call, GetServerCertificateRequest request) {
    ServerCertificate found =
        store.read(
            tx -> ServerCertificates.require(tx, call.account(), request.serverCertificateName()));
    return GetServerCertificateResponse.builder()
        .serverCertificate(
            croft.api.iam.ServerCertificate.builder()
                .serverCertificateMetadata(metadata(found))
                .certificateBody(found.body())
                .certificateChain(found.chain().isEmpty() ? null : found.chain())
                .tags(found.tags().isEmpty() ? null : Tags.shapes(found.tags()))
                .build())
        .build();
  }

  private ListServerCertificatesResponse list(Call call, ListServerCertificatesRequest request) {
    String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
    Markers.Page<ServerCertificate> page =
        markers.page(
            call,
            "server certificates " + prefix,
            store.read(tx -> tx.list(ServerCertificate.TABLE, call.account())).stream()
                .filter(found -> found.path().startsWith(prefix))
                .toList(),
            ServerCertificate::name,
            new Markers.Wanted(request.marker(), request.maxItems()));
    return ListServerCertificatesResponse.builder()
        .serverCertificateMetadataList(page.map(ServerCertificateOperations::metadata))
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private UpdateServerCertificateResponse update(
      Call call, UpdateServerCertificateRequest request) {
    return store.write(tx -> {
      ServerCertificate found =
          ServerCertificates.require(tx, call.account(), request.serverCertificateName());
      String name = Objects.requireNonNullElse(request.newServerCertificateName(), found.name());
      String path = Objects.requireNonNullElse(request.newPath(), found.path());
      if (!name.equals(found.name())) {
        requireFree(tx, call.account(), name);
      }
      tx.delete(ServerCertificate.TABLE, call.account(), found.name());
      tx.insert(ServerCertificate.TABLE, found.named(name, path));
      return UpdateServerCertificateResponse.builder().build();
    });
  }

  private DeleteServerCertificateResponse delete(
      Call call, DeleteServerCertificateRequest request) {
    return store.write(tx -> {
      ServerCertificate found =
          ServerCertificates.require(tx, call.account(), request.serverCertificateName());
      tx.delete(ServerCertificate.TABLE, call.account(), found.name());
      return DeleteServerCertificateResponse.builder().build();
    });
  }

  private List<Binding<?, ?>> tags() {
    TagOperations<ServerCertificate> tags =
        new TagOperations<>(
            parts,
            ServerCertificates.NOUN,
            ServerCertificate::tags,
            (tx, certificate, all) -> tx.put(ServerCertificate.TABLE, certificate.withTags(all)));
    return List.of(
        tags.tag(
            IamModel.TAG_SERVER_CERTIFICATE,
            TagServerCertificateRequest::serverCertificateName,
            TagServerCertificateRequest::tagsOrEmpty,
            TagServerCertificateResponse.builder()::build),
        tags.untag(
            IamModel.UNTAG_SERVER_CERTIFICATE,
            UntagServerCertificateRequest::serverCertificateName,
            UntagServerCertificateRequest::tagKeysOrEmpty,
            UntagServerCertificateResponse.builder()::build),
        tags.list(
            IamModel.LIST_SERVER_CERTIFICATE_TAGS,
            ListServerCertificateTagsRequest::serverCertificateName,
            r -> new Markers.Wanted(r.marker(), r.maxItems()),
            page ->
                ListServerCertificateTagsResponse.builder()
                    .tags(page.items())
                    .isTruncated(page.truncated())
                    .marker(page.marker())
                    .build()));
  }
}
