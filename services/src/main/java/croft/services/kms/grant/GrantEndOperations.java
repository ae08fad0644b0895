package croft.services.kms.grant;

import static croft.services.operation.Binding.bind;

import croft.api.kms.GrantConstraints;
import croft.api.kms.GrantListEntry;
import croft.api.kms.KmsModel;
import croft.api.kms.ListGrantsRequest;
import croft.api.kms.ListGrantsResponse;
import croft.api.kms.ListRetirableGrantsRequest;
import croft.api.kms.RetireGrantRequest;
import croft.api.kms.RetireGrantResponse;
import croft.api.kms.RevokeGrantRequest;
import croft.api.kms.RevokeGrantResponse;
import croft.base.Arn;
import croft.base.ServiceError;
import croft.services.kms.key.Grant;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** ListGrants, ListRetirableGrants, RevokeGrant and RetireGrant. */
public final class GrantEndOperations {
  private static final int USUAL_PAGE = 50;

  private final Store store;
  private final Pages pages;
  private final Keys keys;
  private final KeyAccess access;
  private final GrantTokens tokens;

  public GrantEndOperations(KmsParts parts) {
    this.store = parts.store();
    this.pages = parts.pages();
    this.keys = new Keys(parts);
    this.access = new KeyAccess(parts);
    this.tokens = new GrantTokens(parts.sealing());
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            KmsModel.LIST_GRANTS,
            (call, request) -> access.on(call, "kms:ListGrants", request.keyId()),
            this::list),
        bind(
            KmsModel.LIST_RETIRABLE_GRANTS,
            AccessRule.toAll("kms:ListRetirableGrants"),
            this::listRetirable),
        bind(
            KmsModel.REVOKE_GRANT,
            (call, request) -> access.on(call, "kms:RevokeGrant", request.keyId()),
            this::revoke),
        bind(KmsModel.RETIRE_GRANT, this::retireAccess, this::retire));
  }

  /** Beside the policies, whom the grant itself names may retire it, and its issuer's root. */
  private List<Access> retireAccess(Call call, RetireGrantRequest request) {
    String action = "kms:RetireGrant";
    Optional<Grant> named = named(call, request);
    if (named.isEmpty()) {
      return access.on(call, action, request.keyId());
    }
    Grant grant = named.get();
    List<String> principals = new ArrayList<>();
    principals.add(Arn.of("iam", "", grant.issuingAccount(), "root").toString());
    if (!grant.retiringPrincipal().isEmpty()) {
      principals.add(grant.retiringPrincipal());
    }
    if (grant.operations().contains("RetireGrant")) {
      principals.add(grant.granteePrincipal());
    }
    return keys.anywhere(call, grant.keyId())
        .map(key -> {
          Access usual = access.to(call, action, new Keys.Named(key, ""), Map.of(), Map.of());
          return List.of(KeyAccess.alsoFor(usual, key, principals));
        })
        .orElseGet(() -> access.on(call, action, grant.keyId()));
  }

  private Optional<Grant> named(Call call, RetireGrantRequest request) {
    if (request.grantToken() != null) {
      return tokens
          .read(request.grantToken())
          .flatMap(place -> store.read(tx -> tx.get(Grant.TABLE, place[0], place[1])));
    }
    if (request.keyId() == null || request.grantId() == null) {
      return Optional.empty();
    }
    String grantId = request.grantId();
    return keys.find(call, request.keyId()).flatMap(key -> find(key.key(), grantId));
  }

  private Optional<Grant> find(Key key, String grantId) {
    return store
        .read(tx -> tx.get(Grant.TABLE, key.scope(), grantId))
        .filter(grant -> grant.keyId().equals(key.id()));
  }

  private ListGrantsResponse list(Call call, ListGrantsRequest request) {
    Key key = keys.require(call, request.keyId()).key();
    List<Grant> all =
        store.read(tx -> tx.findIn(Grant.TABLE, key.scope(), Grant.BY_KEY, key.id())).stream()
            .filter(grant -> isOrAny(request.grantId(), grant.id()))
            .filter(grant -> isOrAny(request.granteePrincipal(), grant.granteePrincipal()))
            .toList();
    Pages.Page<Grant> page =
        page(call, "kms grants " + key.id(), all, request.marker(), request.limit());
    return ListGrantsResponse.builder()
        .grants(page.map(GrantEndOperations::shape))
        .nextMarker(page.token())
        .truncated(page.truncated())
        .build();
  }

  private ListGrantsResponse listRetirable(Call call, ListRetirableGrantsRequest request) {
    String principal = Requests.required(request.retiringPrincipal(), "retiringPrincipal");
    List<Grant> all =
        store.read(tx -> tx.find(Grant.TABLE, Grant.BY_RETIRING, principal)).stream()
            .filter(grant -> grant.issuingAccount().equals(call.account()))
            .filter(grant -> grant.keyScope().endsWith("/" + call.region()))
            .toList();
    Pages.Page<Grant> page =
        page(call, "kms retirable " + principal, all, request.marker(), request.limit());
    return ListGrantsResponse.builder()
        .grants(page.map(GrantEndOperations::shape))
        .nextMarker(page.token())
        .truncated(page.truncated())
        .build();
  }

  private Pages.Page<Grant> page(
      Call call,
      String list,
      List<Grant> grants,
      @Nullable String marker,
      @Nullable Integer limit) {
    Pages.Wanted wanted = Pages.Wanted.of(marker, limit, USUAL_PAGE, KeyErrors::invalidMarker);
    return pages.page(call, list, grants, Grant::id, wanted);
  }

  private static boolean isOrAny(@Nullable String wanted, String value) {
    return wanted == null || wanted.equals(value);
  }

  private static GrantListEntry shape(Grant grant) {
    boolean constrained = !grant.contextEquals().isEmpty() || !grant.contextSubset().isEmpty();
    String[] place = grant.keyScope().split("/", 2);
    return GrantListEntry.builder()
        .keyId(Arn.of("kms", place[1], place[0], "key/" + grant.keyId()).toString())
        .grantId(grant.id())
        .name(grant.name().isEmpty() ? null : grant.name())
        .creationDate(grant.createdAt())
        .granteePrincipal(grant.granteePrincipal())
        .retiringPrincipal(grant.retiringPrincipal().isEmpty() ? null : grant.retiringPrincipal())
        .issuingAccount(Arn.of("iam", "", grant.issuingAccount(), "root").toString())
        .operations(grant.operations())
        .constraints(
            constrained
                ? GrantConstraints.builder()
                    .encryptionContextEquals(
                        grant.contextEquals().isEmpty() ? null : grant.contextEquals())
                    .encryptionContextSubset(
                        grant.contextSubset().isEmpty() ? null : grant.contextSubset())
                    .build()
                : null)
        .build();
  }

  private RevokeGrantResponse revoke(Call call, RevokeGrantRequest request) {
    Key key = keys.require(call, request.keyId()).key();
    String grantId = Requests.required(request.grantId(), "grantId");
    Grant grant = find(key, grantId).orElseThrow(() -> noGrant(grantId));
    delete(grant);
    return RevokeGrantResponse.builder().build();
  }

  private RetireGrantResponse retire(Call call, RetireGrantRequest request) {
    if (request.grantToken() != null && (request.keyId() != null || request.grantId() != null)) {
      throw Requests.validation("Specify either a grant token, or a key ID and a grant ID.");
    }
    if (request.grantToken() != null && tokens.read(request.grantToken()).isEmpty()) {
      throw GrantTokens.invalid();
    }
    if (request.grantToken() == null) {
      keys.require(call, request.keyId());
    }
    Grant grant = named(call, request).orElseThrow(() -> noGrant(request.grantId()));
    delete(grant);
    return RetireGrantResponse.builder().build();
  }

  private void delete(Grant grant) {
    store.write(tx -> tx.delete(Grant.TABLE, grant.keyScope(), grant.id()));
  }

  private static ServiceError noGrant(@Nullable String grantId) {
    return KeyErrors.notFound("Grant ID " + grantId + " not found");
  }
}
