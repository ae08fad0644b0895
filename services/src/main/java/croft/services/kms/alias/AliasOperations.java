package croft.services.kms.alias;

import static croft.services.operation.Binding.bind;

import croft.api.kms.AliasListEntry;
import croft.api.kms.CreateAliasRequest;
import croft.api.kms.CreateAliasResponse;
import croft.api.kms.DeleteAliasRequest;
import croft.api.kms.DeleteAliasResponse;
import croft.api.kms.KmsModel;
import croft.api.kms.ListAliasesRequest;
import croft.api.kms.ListAliasesResponse;
import croft.api.kms.UpdateAliasRequest;
import croft.api.kms.UpdateAliasResponse;
import croft.base.ServiceError;
import croft.services.kms.key.Alias;
import croft.services.kms.key.Key;
import croft.services.kms.key.KeyAccess;
import croft.services.kms.key.KeyErrors;
import croft.services.kms.key.Keys;
import croft.services.kms.key.KmsParts;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.services.operation.Requests;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** CreateAlias, UpdateAlias, DeleteAlias and ListAliases. */
public final class AliasOperations {
  private static final Pattern NAME = Pattern.compile("alias/[a-zA-Z0-9/_-]{1,250}");
  private static final String RESERVED = "alias/aws/";
  private static final int MOST_PER_KEY = 50;
  private static final int USUAL_PAGE = 50;

  private final Store store;
  private final Pages pages;
  private final Keys keys;
  private final KeyAccess access;

  public AliasOperations(KmsParts parts) {
    this.store = parts.store();
    this.pages = parts.pages();
    this.keys = new Keys(parts);
    this.access = new KeyAccess(parts);
  }

  /** The operations with the access each needs: to the alias, and to the keys it names. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            KmsModel.CREATE_ALIAS,
            (call, request) ->
                onBoth(call, "kms:CreateAlias", request.aliasName(), request.targetKeyId(), false),
            this::create),
        bind(
            KmsModel.UPDATE_ALIAS,
            (call, request) ->
                onBoth(call, "kms:UpdateAlias", request.aliasName(), request.targetKeyId(), true),
            this::update),
        bind(
            KmsModel.DELETE_ALIAS,
            (call, request) -> onBoth(call, "kms:DeleteAlias", request.aliasName(), null, true),
            this::delete),
        bind(KmsModel.LIST_ALIASES, AccessRule.toAll("kms:ListAliases"), this::list));
  }

  private List<Access> onBoth(
      Call call, String action, @Nullable String name, @Nullable String target, boolean present) {
    String wanted = name == null ? "alias/*" : name;
    List<Access> all = new ArrayList<>();
    all.add(
        Access.to(action, call.arn("kms", wanted))
            .with(Requests.key("kms:CallerAccount", call.account())));
    if (target != null) {
      all.addAll(access.on(call, action, target));
    }
    if (present) {
      store
          .read(tx -> tx.get(Alias.TABLE, call.scope(), wanted))
          .ifPresent(alias -> all.addAll(access.on(call, action, alias.keyId())));
    }
    return all;
  }

  /** The name, when it may be made, moved or deleted. */
  private static String checked(@Nullable String name) {
    String wanted = Requests.required(name, "aliasName");
    if (wanted.startsWith(RESERVED)) {
      throw ServiceError.badRequest("NotAuthorizedException", "");
    }
    if (!NAME.matcher(wanted).matches()) {
      throw wanted.startsWith("alias/")
          ? ServiceError.badRequest(
              "InvalidAliasNameException", "Alias contains invalid characters or is too long.")
          : Requests.validation("Invalid identifier");
    }
    return wanted;
  }

  private CreateAliasResponse create(Call call, CreateAliasRequest request) {
    String name = checked(request.aliasName());
    if (request.targetKeyId() != null && request.targetKeyId().contains("alias/")) {
      throw Requests.validation("Aliases must refer to keys. Not aliases");
    }
    return store.write(tx -> {
      Key key = Keys.changeable(tx, call, request.targetKeyId());
      Alias alias = new Alias(call.account(), call.region(), name, key.id(), call.at(), call.at());
      if (tx.get(Alias.TABLE, call.scope(), name).isPresent()) {
        throw ServiceError.badRequest(
            "AlreadyExistsException", "An alias with the name " + alias.arn() + " already exists");
      }
      requireRoom(tx, key);
      tx.insert(Alias.TABLE, alias);
      return CreateAliasResponse.builder().build();
    });
  }

  private static void requireRoom(Transaction tx, Key key) {
    if (tx.findIn(Alias.TABLE, key.scope(), Alias.BY_KEY, key.id()).size() >= MOST_PER_KEY) {
      throw KeyErrors.limit("The key already has " + MOST_PER_KEY + " aliases.");
    }
  }

  private static Alias require(Transaction tx, Call call, String name) {
    return tx.get(Alias.TABLE, call.scope(), name)
        .orElseThrow(() -> KeyErrors.notFound("Alias " + call.arn("kms", name) + " is not found."));
  }

  private UpdateAliasResponse update(Call call, UpdateAliasRequest request) {
    String name = checked(request.aliasName());
    return store.write(tx -> {
      Alias alias = require(tx, call, name);
      Key target = Keys.changeable(tx, call, request.targetKeyId());
      boolean fits =
          tx.get(Key.TABLE, call.scope(), alias.keyId())
              .map(Key::spec)
              .map(former ->
                  former.usage().equals(target.spec().usage())
                      && former.asymmetric() == target.spec().asymmetric())
              .orElse(true);
      if (!fits) {
        throw Requests.validation(
            "The current key and the new key must be of the same type and have the same key usage");
      }
      if (!alias.keyId().equals(target.id())) {
        requireRoom(tx, target);
      }
      tx.put(
          Alias.TABLE,
          new Alias(
              alias.account(), alias.region(), name, target.id(), alias.createdAt(), call.at()));
      return UpdateAliasResponse.builder().build();
    });
  }

  private DeleteAliasResponse delete(Call call, DeleteAliasRequest request) {
    String name = checked(request.aliasName());
    return store.write(tx -> {
      Alias alias = require(tx, call, name);
      tx.delete(Alias.TABLE, alias.scope(), alias.name());
      return DeleteAliasResponse.builder().build();
    });
  }

  private ListAliasesResponse list(Call call, ListAliasesRequest request) {
    String keyId = request.keyId() == null ? null : keys.require(call, request.keyId()).key().id();
    List<Alias> all =
        store.read(tx -> tx.list(Alias.TABLE, call.scope())).stream()
            .filter(alias -> keyId == null || alias.keyId().equals(keyId))
            .toList();
    Pages.Page<Alias> page =
        pages.page(
            call,
            "kms aliases " + keyId,
            all,
            Alias::name,
            Pages.Wanted.of(
                request.marker(), request.limit(), USUAL_PAGE, KeyErrors::invalidMarker));
    return ListAliasesResponse.builder()
        .aliases(page.map(AliasOperations::shape))
        .nextMarker(page.token())
        .truncated(page.truncated())
        .build();
  }

  private static AliasListEntry shape(Alias alias) {
    return AliasListEntry.builder()
        .aliasName(alias.name())
        .aliasArn(alias.arn().toString())
        .targetKeyId(alias.keyId())
        .creationDate(alias.createdAt())
        .lastUpdatedDate(alias.updatedAt())
        .build();
  }
}
