package croft.services.secretsmanager.secret;

import static croft.services.operation.Binding.bind;

import croft.api.secretsmanager.SecretsmanagerModel;
import croft.api.secretsmanager.TagResourceRequest;
import croft.api.secretsmanager.TagResourceResponse;
import croft.api.secretsmanager.UntagResourceRequest;
import croft.api.secretsmanager.UntagResourceResponse;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.store.Store;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** TagResource and UntagResource. */
public final class SecretTagOperations {
  private final Store store;

  public SecretTagOperations(SecretsParts parts) {
    this.store = parts.store();
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            SecretsmanagerModel.TAG_RESOURCE,
            (call, request) ->
                SecretLookup.access(
                    store,
                    call,
                    "secretsmanager:TagResource",
                    request.secretId(),
                    Requests.requestTags(SecretTags.requested(request.tagsOrEmpty()))),
            this::tag),
        bind(
            SecretsmanagerModel.UNTAG_RESOURCE,
            (call, request) ->
                SecretLookup.access(
                    store,
                    call,
                    "secretsmanager:UntagResource",
                    request.secretId(),
                    Requests.tagKeys(request.tagKeysOrEmpty())),
            this::untag));
  }

  private TagResourceResponse tag(Call call, TagResourceRequest request) {
    return store.write(tx -> {
      Secret secret = SecretLookup.usable(tx, call, request.secretId());
      Map<String, String> all = SecretTags.with(secret.tags(), request.tagsOrEmpty());
      tx.put(Secret.TABLE, secret.withTags(all, call.at()));
      return TagResourceResponse.builder().build();
    });
  }

  private UntagResourceResponse untag(Call call, UntagResourceRequest request) {
    return store.write(tx -> {
      Secret secret = SecretLookup.usable(tx, call, request.secretId());
      Map<String, String> rest = new TreeMap<>(secret.tags());
      request.tagKeysOrEmpty().forEach(rest::remove);
      tx.put(Secret.TABLE, secret.withTags(rest, call.at()));
      return UntagResourceResponse.builder().build();
    });
  }
}
