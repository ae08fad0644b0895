package croft.services.iam.provider;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.AddClientIDToOpenIDConnectProviderRequest;
import croft.api.iam.AddClientIDToOpenIDConnectProviderResponse;
import croft.api.iam.CreateOpenIDConnectProviderRequest;
import croft.api.iam.CreateOpenIDConnectProviderResponse;
import croft.api.iam.DeleteOpenIDConnectProviderRequest;
import croft.api.iam.DeleteOpenIDConnectProviderResponse;
import croft.api.iam.GetOpenIDConnectProviderRequest;
import croft.api.iam.GetOpenIDConnectProviderResponse;
import croft.api.iam.IamModel;
import croft.api.iam.ListOpenIDConnectProviderTagsRequest;
import croft.api.iam.ListOpenIDConnectProviderTagsResponse;
import croft.api.iam.ListOpenIDConnectProvidersRequest;
import croft.api.iam.ListOpenIDConnectProvidersResponse;
import croft.api.iam.OpenIDConnectProviderListEntry;
import croft.api.iam.RemoveClientIDFromOpenIDConnectProviderRequest;
import croft.api.iam.RemoveClientIDFromOpenIDConnectProviderResponse;
import croft.api.iam.TagOpenIDConnectProviderRequest;
import croft.api.iam.TagOpenIDConnectProviderResponse;
import croft.api.iam.UntagOpenIDConnectProviderRequest;
import croft.api.iam.UntagOpenIDConnectProviderResponse;
import croft.api.iam.UpdateOpenIDConnectProviderThumbprintRequest;
import croft.api.iam.UpdateOpenIDConnectProviderThumbprintResponse;
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
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * OpenID Connect providers: Create, Get, List and Delete, their client ids, thumbprints and tags.
 *
 * <p>An issuer speaks HTTPS; one on this machine's loopback may speak plain HTTP.
 */
public final class OpenIdProviderOperations {
  private static final int MOST_PER_ACCOUNT = 100;
  private static final int MOST_CLIENT_IDS = 100;
  private static final int MOST_THUMBPRINTS = 5;
  private static final Pattern THUMBPRINT = Pattern.compile("[0-9A-Fa-f]{40}");

  private final IamParts parts;
  private final Store store;

  public OpenIdProviderOperations(IamParts parts) {
    this.parts = parts;
    this.store = parts.store();
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return Stream.of(providers(), parts(), tags()).<Binding<?, ?>>flatMap(List::stream).toList();
  }

  private List<Binding<?, ?>> providers() {
    return List.of(
        bind(
            IamModel.CREATE_OPEN_ID_CONNECT_PROVIDER,
            (call, request) -> List.of(createAccess(call, request)),
            this::create),
        bind(
            IamModel.GET_OPEN_ID_CONNECT_PROVIDER,
            (call, request) ->
                access(call, "iam:GetOpenIDConnectProvider", request.openIDConnectProviderArn()),
            this::get),
        bind(
            IamModel.LIST_OPEN_ID_CONNECT_PROVIDERS,
            AccessRule.toAll("iam:ListOpenIDConnectProviders"),
            this::list),
        bind(
            IamModel.DELETE_OPEN_ID_CONNECT_PROVIDER,
            (call, request) ->
                access(call, "iam:DeleteOpenIDConnectProvider", request.openIDConnectProviderArn()),
            this::delete));
  }

  private List<Binding<?, ?>> parts() {
    return List.of(
        bind(
            IamModel.ADD_CLIENT_ID_TO_OPEN_ID_CONNECT_PROVIDER,
            (call, request) ->
                access(
                    call,
                    "iam:AddClientIDToOpenIDConnectProvider",
                    request.openIDConnectProviderArn()),
            this::addClientId),
        bind(
            IamModel.REMOVE_CLIENT_ID_FROM_OPEN_ID_CONNECT_PROVIDER,
            (call, request) ->
                access(
                    call,
                    "iam:RemoveClientIDFromOpenIDConnectProvider",
                    request.openIDConnectProviderArn()),
            this::removeClientId),
        bind(
            IamModel.UPDATE_OPEN_ID_CONNECT_PROVIDER_THUMBPRINT,
            (call, request) ->
                access(
                    call,
                    "iam:UpdateOpenIDConnectProviderThumbprint",
                    request.openIDConnectProviderArn()),
            this::updateThumbprints));
  }

  private List<Access> access(Call call, String action, @Nullable String arn) {
    return List.of(Providers.openIdAccess(store, call, action, arn));
  }

  private static Access createAccess(Call call, CreateOpenIDConnectProviderRequest request) {
    String url = Objects.requireNonNullElse(request.url(), "");
    String issuer = url.substring(url.indexOf("://") < 0 ? 0 : url.indexOf("://") + 3);
    Arn arn = Arn.of("iam", "", call.account(), "oidc-provider/" + issuer);
    return Access.to("iam:CreateOpenIDConnectProvider", arn)
        .with(Tags.requestKeys(request.tagsOrEmpty()));
  }

  private CreateOpenIDConnectProviderResponse create(
      Call call, CreateOpenIDConnectProviderRequest request) {
    OpenIdProvider provider =
        new OpenIdProvider(
            call.account(),
            checkedUrl(required(request.url(), "url")),
            request.clientIDListOrEmpty().stream().distinct().toList(),
            checkedThumbprints(request.thumbprintListOrEmpty()),
            call.at(),
            Tags.of(request.tagsOrEmpty()));
    if (provider.clientIds().size() > MOST_CLIENT_IDS) {
      throw EntityErrors.quota("ClientIdsPerOpenIdConnectProvider", MOST_CLIENT_IDS);
    }
    return store.write(tx -> {
      if (tx.get(OpenIdProvider.TABLE, call.account(), provider.issuer()).isPresent()) {
        throw EntityErrors.alreadyExists(
            "Provider with url " + provider.url() + " already exists.");
      }
      if (tx.list(OpenIdProvider.TABLE, call.account()).size() >= MOST_PER_ACCOUNT) {
        throw EntityErrors.quota("OpenIdConnectProvidersPerAccount", MOST_PER_ACCOUNT);
      }
      tx.insert(OpenIdProvider.TABLE, provider);
      return CreateOpenIDConnectProviderResponse.builder()
          .openIDConnectProviderArn(provider.arn().toString())
          .tags(provider.tags().isEmpty() ? null : Tags.shapes(provider.tags()))
          .build();
    });
  }

  private static String checkedUrl(String text) {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException notAUrl) {
      throw EntityErrors.validation("Invalid Open ID Connect Provider URL");
    }
    String host = url.getHost();
    boolean bare = url.getQuery() == null && url.getFragment() == null && url.getUserInfo() == null;
    if (host == null || !bare) {
      throw EntityErrors.validation("Invalid Open ID Connect Provider URL");
    }
    boolean loopback = host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    if (!"https".equals(url.getScheme()) && !("http".equals(url.getScheme()) && loopback)) {
      throw EntityErrors.validation("Invalid Open ID Connect Provider URL");
    }
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  private static List<String> checkedThumbprints(List<String> thumbprints) {
    if (thumbprints.size() > MOST_THUMBPRINTS) {
      throw EntityErrors.invalidInput("Thumbprint list must contain fewer than 5 entries.");
    }
    for (String thumbprint : thumbprints) {
      if (!THUMBPRINT.matcher(thumbprint).matches()) {
        throw EntityErrors.validation("Thumbprint must be 40 hexadecimal digits: " + thumbprint);
      }
    }
    return thumbprints;
  }

  private GetOpenIDConnectProviderResponse get(Call call, GetOpenIDConnectProviderRequest request) {
    OpenIdProvider provider =
        store.read(
            tx -> Providers.requireOpenId(tx, call.account(), request.openIDConnectProviderArn()));
    return GetOpenIDConnectProviderResponse.builder()
        .url(provider.issuer())
        .clientIDList(provider.clientIds())
        .thumbprintList(provider.thumbprints())
        .createDate(provider.createdAt())
        .tags(provider.tags().isEmpty() ? null : Tags.shapes(provider.tags()))
        .build();
  }

  private ListOpenIDConnectProvidersResponse list(
      Call call, ListOpenIDConnectProvidersRequest request) {
    return ListOpenIDConnectProvidersResponse.builder()
        .openIDConnectProviderList(
            store.read(tx -> tx.list(OpenIdProvider.TABLE, call.account())).stream()
                .map(provider ->
                    OpenIDConnectProviderListEntry.builder().arn(provider.arn().toString()).build())
                .toList())
        .build();
  }

  /** Deleting one that is not there is no error, as at AWS. */
  private DeleteOpenIDConnectProviderResponse delete(
      Call call, DeleteOpenIDConnectProviderRequest request) {
    String arn = required(request.openIDConnectProviderArn(), "openIDConnectProviderArn");
    return store.write(tx -> {
      tx.delete(OpenIdProvider.TABLE, call.account(), arn.substring(arn.indexOf('/') + 1));
      return DeleteOpenIDConnectProviderResponse.builder().build();
    });
  }

  private AddClientIDToOpenIDConnectProviderResponse addClientId(
      Call call, AddClientIDToOpenIDConnectProviderRequest request) {
    String added = required(request.clientID(), "clientID");
    return store.write(tx -> {
      OpenIdProvider provider =
          Providers.requireOpenId(tx, call.account(), request.openIDConnectProviderArn());
      List<String> all =
          Stream.concat(provider.clientIds().stream(), Stream.of(added)).distinct().toList();
      if (all.size() > MOST_CLIENT_IDS) {
        throw EntityErrors.quota("ClientIdsPerOpenIdConnectProvider", MOST_CLIENT_IDS);
      }
      tx.put(OpenIdProvider.TABLE, provider.withClientIds(all));
      return AddClientIDToOpenIDConnectProviderResponse.builder().build();
    });
  }

  private RemoveClientIDFromOpenIDConnectProviderResponse removeClientId(
      Call call, RemoveClientIDFromOpenIDConnectProviderRequest request) {
    return store.write(tx -> {
      OpenIdProvider provider =
          Providers.requireOpenId(tx, call.account(), request.openIDConnectProviderArn());
      List<String> rest =
          provider.clientIds().stream().filter(id -> !id.equals(request.clientID())).toList();
      tx.put(OpenIdProvider.TABLE, provider.withClientIds(rest));
      return RemoveClientIDFromOpenIDConnectProviderResponse.builder().build();
    });
  }

  private UpdateOpenIDConnectProviderThumbprintResponse updateThumbprints(
      Call call, UpdateOpenIDConnectProviderThumbprintRequest request) {
    List<String> thumbprints = checkedThumbprints(request.thumbprintListOrEmpty());
    return store.write(tx -> {
      OpenIdProvider provider =
          Providers.requireOpenId(tx, call.account(), request.openIDConnectProviderArn());
      tx.put(OpenIdProvider.TABLE, provider.withThumbprints(thumbprints));
      return UpdateOpenIDConnectProviderThumbprintResponse.builder().build();
    });
  }

  private List<Binding<?, ?>> tags() {
    TagOperations<OpenIdProvider> tags =
        new TagOperations<>(
            parts,
            Providers.OPEN_ID,
            OpenIdProvider::tags,
            (tx, provider, all) -> tx.put(OpenIdProvider.TABLE, provider.withTags(all)));
    return List.of(
        tags.tag(
            IamModel.TAG_OPEN_ID_CONNECT_PROVIDER,
            TagOpenIDConnectProviderRequest::openIDConnectProviderArn,
            TagOpenIDConnectProviderRequest::tagsOrEmpty,
            TagOpenIDConnectProviderResponse.builder()::build),
        tags.untag(
            IamModel.UNTAG_OPEN_ID_CONNECT_PROVIDER,
            UntagOpenIDConnectProviderRequest::openIDConnectProviderArn,
            UntagOpenIDConnectProviderRequest::tagKeysOrEmpty,
            UntagOpenIDConnectProviderResponse.builder()::build),
        tags.list(
            IamModel.LIST_OPEN_ID_CONNECT_PROVIDER_TAGS,
            ListOpenIDConnectProviderTagsRequest::openIDConnectProviderArn,
            r -> new Markers.Wanted(r.marker(), r.maxItems()),
            page ->
                ListOpenIDConnectProviderTagsResponse.builder()
                    .tags(page.items())
                    .isTruncated(page.truncated())
                    .marker(page.marker())
                    .build()));
  }
}
