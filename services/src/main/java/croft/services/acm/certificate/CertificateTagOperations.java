package croft.services.acm.certificate;

import static croft.services.operation.Binding.bind;

import croft.api.acm.AcmModel;
import croft.api.acm.AddTagsToCertificateRequest;
import croft.api.acm.AddTagsToCertificateResponse;
import croft.api.acm.ListTagsForCertificateRequest;
import croft.api.acm.ListTagsForCertificateResponse;
import croft.api.acm.RemoveTagsFromCertificateRequest;
import croft.api.acm.RemoveTagsFromCertificateResponse;
import croft.api.acm.Tag;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.store.Store;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** AddTagsToCertificate, RemoveTagsFromCertificate and ListTagsForCertificate. */
public final class CertificateTagOperations {
  private final Store store;

  public CertificateTagOperations(AcmParts parts) {
    this.store = parts.store();
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            AcmModel.ADD_TAGS_TO_CERTIFICATE,
            (call, request) ->
                CertificateLookup.access(
                    store,
                    call,
                    "acm:AddTagsToCertificate",
                    request.certificateArn(),
                    Requests.requestTags(CertificateLookup.requested(request.tagsOrEmpty()))),
            this::add),
        bind(
            AcmModel.REMOVE_TAGS_FROM_CERTIFICATE,
            (call, request) ->
                CertificateLookup.access(
                    store,
                    call,
                    "acm:RemoveTagsFromCertificate",
                    request.certificateArn(),
                    Requests.requestTags(CertificateLookup.requested(request.tagsOrEmpty()))),
            this::remove),
        bind(
            AcmModel.LIST_TAGS_FOR_CERTIFICATE,
            (call, request) ->
                CertificateLookup.access(
                    store, call, "acm:ListTagsForCertificate", request.certificateArn(), Map.of()),
            this::list));
  }

  private AddTagsToCertificateResponse add(Call call, AddTagsToCertificateRequest request) {
    return store.write(tx -> {
      Certificate certificate = CertificateLookup.require(tx, call, request.certificateArn());
      tx.put(
          Certificate.TABLE,
          certificate.withTags(CertificateLookup.with(certificate.tags(), request.tagsOrEmpty())));
      return AddTagsToCertificateResponse.builder().build();
    });
  }

  /** A tag given with a value goes only when it has that value. */
  private RemoveTagsFromCertificateResponse remove(
      Call call, RemoveTagsFromCertificateRequest request) {
    return store.write(tx -> {
      Certificate certificate = CertificateLookup.require(tx, call, request.certificateArn());
      Map<String, String> rest = new TreeMap<>(certificate.tags());
      for (Tag tag : request.tagsOrEmpty()) {
        String key = Requests.required(tag.key(), "tags.member.key");
        if (tag.value() == null) {
          rest.remove(key);
        } else {
          rest.remove(key, tag.value());
        }
      }
      tx.put(Certificate.TABLE, certificate.withTags(rest));
      return RemoveTagsFromCertificateResponse.builder().build();
    });
  }

  private ListTagsForCertificateResponse list(Call call, ListTagsForCertificateRequest request) {
    Certificate certificate =
        store.read(tx -> CertificateLookup.require(tx, call, request.certificateArn()));
    return ListTagsForCertificateResponse.builder()
        .tags(
            certificate.tags().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList())
        .build();
  }
}
