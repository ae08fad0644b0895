package croft.services.kms.key;

import static croft.services.operation.Binding.bind;

import croft.api.kms.KmsModel;
import croft.api.kms.ListResourceTagsRequest;
import croft.api.kms.ListResourceTagsResponse;
import croft.api.kms.Tag;
import croft.api.kms.TagResourceRequest;
import croft.api.kms.TagResourceResponse;
import croft.api.kms.UntagResourceRequest;
import croft.api.kms.UntagResourceResponse;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.services.operation.Requests;
import croft.store.Store;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** TagResource, UntagResource and ListResourceTags. */
public final class KeyTagOperations {
  private static final int USUAL_PAGE = 50;

  private final Store store;
  private final Pages pages;
  private final KeyAccess access;

  public KeyTagOperations(KmsParts parts) {
    this.store = parts.store();
    this.pages = parts.pages();
    this.access = new KeyAccess(parts);
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            KmsModel.TAG_RESOURCE,
            (call, request) ->
                access.on(
                    call,
                    "kms:TagResource",
                    request.keyId(),
                    Requests.requestTags(KeyShapes.requested(request.tagsOrEmpty()))),
            this::tag),
        bind(
            KmsModel.UNTAG_RESOURCE,
            (call, request) ->
                access.on(
                    call,
                    "kms:UntagResource",
                    request.keyId(),
                    Requests.tagKeys(request.tagKeysOrEmpty())),
            this::untag),
        bind(
            KmsModel.LIST_RESOURCE_TAGS,
            (call, request) -> access.on(call, "kms:ListResourceTags", request.keyId()),
            this::list));
  }

  private TagResourceResponse tag(Call call, TagResourceRequest request) {
    return store.write(tx -> {
      Key key = Keys.changeable(tx, call, request.keyId());
      tx.put(Key.TABLE, key.withTags(KeyShapes.tags(key.tags(), request.tagsOrEmpty())));
      return TagResourceResponse.builder().build();
    });
  }

  private UntagResourceResponse untag(Call call, UntagResourceRequest request) {
    return store.write(tx -> {
      Key key = Keys.changeable(tx, call, request.keyId());
      Map<String, String> rest = new TreeMap<>(key.tags());
      request.tagKeysOrEmpty().forEach(rest::remove);
      tx.put(Key.TABLE, key.withTags(rest));
      return UntagResourceResponse.builder().build();
    });
  }

  private ListResourceTagsResponse list(Call call, ListResourceTagsRequest request) {
    Key key = store.read(tx -> Keys.own(tx, call, request.keyId()));
    Pages.Page<Tag> page =
        pages.page(
            call,
            "kms tags " + key.id(),
            KeyShapes.shapes(key.tags()),
            tag -> Requests.required(tag.tagKey(), "tagKey"),
            Pages.Wanted.of(
                request.marker(), request.limit(), USUAL_PAGE, KeyErrors::invalidMarker));
    return ListResourceTagsResponse.builder()
        .tags(page.items())
        .nextMarker(page.token())
        .truncated(page.truncated())
        .build();
  }
}
