package croft.services.iam.provider;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.CreateSAMLProviderRequest;
import croft.api.iam.CreateSAMLProviderResponse;
import croft.api.iam.DeleteSAMLProviderRequest;
import croft.api.iam.DeleteSAMLProviderResponse;
import croft.api.iam.GetSAMLProviderRequest;
import croft.api.iam.GetSAMLProviderResponse;
import croft.api.iam.IamModel;
import croft.api.iam.ListSAMLProviderTagsRequest;
import croft.api.iam.ListSAMLProviderTagsResponse;
import croft.api.iam.ListSAMLProvidersRequest;
import croft.api.iam.ListSAMLProvidersResponse;
import croft.api.iam.SAMLProviderListEntry;
import croft.api.iam.TagSAMLProviderRequest;
import croft.api.iam.TagSAMLProviderResponse;
import croft.api.iam.UntagSAMLProviderRequest;
import croft.api.iam.UntagSAMLProviderResponse;
import croft.api.iam.UpdateSAMLProviderRequest;
import croft.api.iam.UpdateSAMLProviderResponse;
import croft.base.Arn;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.IamParts;
import croft.services.iam.entity.Markers;
import croft.services.iam.entity.TagOperations;
import croft.services.iam.entity.Tags;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** SAML providers: Create, Get, List, Update and Delete, and their tags. */
public final class SamlProviderOperations {
  private final IamParts parts;
  private final Store store;

  public SamlProviderOperations(IamParts parts) {
    this.parts = parts;
    this.store = parts.store();
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return Stream.of(providers(), tags()).<Binding<?, ?>>flatMap(List::stream).toList();
  }

  private List<Binding<?, ?>> providers() {
    return List.of(
        bind(
            IamModel.CREATE_SAML_PROVIDER,
            (call, request) -> {
              Arn arn = Arn.of("iam", "", call.account(), "saml-provider/" + request.name());
              return List.of(
                  Access.to("iam:CreateSAMLProvider", arn)
                      .with(Tags.requestKeys(request.tagsOrEmpty())));
            },
            this::create),
        bind(
            IamModel.GET_SAML_PROVIDER,
            (call, request) -> access(call, "iam:GetSAMLProvider", request.samlProviderArn()),
            this::get),
        bind(IamModel.LIST_SAML_PROVIDERS, AccessRule.toAll("iam:ListSAMLProviders"), this::list),
        bind(
            IamModel.UPDATE_SAML_PROVIDER,
            (call, request) -> access(call, "iam:UpdateSAMLProvider", request.samlProviderArn()),
            this::update),
        bind(
            IamModel.DELETE_SAML_PROVIDER,
            (call, request) -> access(call, "iam:DeleteSAMLProvider", request.samlProviderArn()),
            this::delete));
  }

  private List<Access> access(Call call, String action, @Nullable String arn) {
    return List.of(Providers.samlAccess(store, call, action, arn));
  }

  private CreateSAMLProviderResponse create(Call call, CreateSAMLProviderRequest request) {
    String name = required(request.name(), "name");
    String metadata = required(request.samlMetadataDocument(), "samlMetadataDocument");
    SamlProvider provider =
        new SamlProvider(
            call.account(),
            name,
            metadata,
            call.at(),
            SamlMetadata.validUntil(metadata, call.at()),
            Tags.of(request.tagsOrEmpty()));
    return store.write(tx -> {
      if (tx.get(SamlProvider.TABLE, call.account(), name).isPresent()) {
        throw EntityErrors.alreadyExists("SAMLProvider " + name + " already exists.");
      }
      tx.insert(SamlProvider.TABLE, provider);
      return CreateSAMLProviderResponse.builder()
          .samlProviderArn(provider.arn().toString())
          .tags(provider.tags().isEmpty() ? null : Tags.shapes(provider.tags()))
          .build();
    });
  }

  private GetSAMLProviderResponse get(Call call, GetSAMLProviderRequest request) {
    SamlProvider provider =
        store.read(tx -> Providers.requireSaml(tx, call.account(), request.samlProviderArn()));
    return GetSAMLProviderResponse.builder()
        .samlMetadataDocument(provider.metadata())
        .createDate(provider.createdAt())
        .validUntil(provider.validUntil())
        .tags(provider.tags().isEmpty() ? null : Tags.shapes(provider.tags()))
        .build();
  }

  private ListSAMLProvidersResponse list(Call call, ListSAMLProvidersRequest request) {
    return ListSAMLProvidersResponse.builder()
        .samlProviderList(
            store.read(tx -> tx.list(SamlProvider.TABLE, call.account())).stream()
                .map(provider ->
                    SAMLProviderListEntry.builder()
                        .arn(provider.arn().toString())
                        .validUntil(provider.validUntil())
                        .createDate(provider.createdAt())
                        .build())
                .toList())
        .build();
  }

  private UpdateSAMLProviderResponse update(Call call, UpdateSAMLProviderRequest request) {
    String metadata = required(request.samlMetadataDocument(), "samlMetadataDocument");
    Instant until = SamlMetadata.validUntil(metadata, call.at());
    return store.write(tx -> {
      SamlProvider provider = Providers.requireSaml(tx, call.account(), request.samlProviderArn());
      tx.put(SamlProvider.TABLE, provider.withMetadata(metadata, until));
      return UpdateSAMLProviderResponse.builder()
          .samlProviderArn(provider.arn().toString())
          .build();
    });
  }

  private DeleteSAMLProviderResponse delete(Call call, DeleteSAMLProviderRequest request) {
    return store.write(tx -> {
      SamlProvider provider = Providers.requireSaml(tx, call.account(), request.samlProviderArn());
      tx.delete(SamlProvider.TABLE, call.account(), provider.name());
      return DeleteSAMLProviderResponse.builder().build();
    });
  }

  private List<Binding<?, ?>> tags() {
    TagOperations<SamlProvider> tags =
        new TagOperations<>(
            parts,
            Providers.SAML,
            SamlProvider::tags,
            (tx, provider, all) -> tx.put(SamlProvider.TABLE, provider.withTags(all)));
    return List.of(
        tags.tag(
            IamModel.TAG_SAML_PROVIDER,
            TagSAMLProviderRequest::samlProviderArn,
            TagSAMLProviderRequest::tagsOrEmpty,
            TagSAMLProviderResponse.builder()::build),
        tags.untag(
            IamModel.UNTAG_SAML_PROVIDER,
            UntagSAMLProviderRequest::samlProviderArn,
            UntagSAMLProviderRequest::tagKeysOrEmpty,
            UntagSAMLProviderResponse.builder()::build),
        tags.list(
            IamModel.LIST_SAML_PROVIDER_TAGS,
            ListSAMLProviderTagsRequest::samlProviderArn,
            r -> new Markers.Wanted(r.marker(), r.maxItems()),
            page ->
                ListSAMLProviderTagsResponse.builder()
                    .tags(page.items())
                    .isTruncated(page.truncated())
                    .marker(page.marker())
                    .build()));
  }
}
