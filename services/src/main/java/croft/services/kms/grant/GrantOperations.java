package croft.services.kms.grant;

import static croft.services.operation.Binding.bind;

import croft.api.kms.CreateGrantRequest;
import croft.api.kms.CreateGrantResponse;
import croft.api.kms.GrantConstraints;
import croft.api.kms.KmsModel;
import croft.base.Ids;
import croft.services.kms.key.Grant;
import croft.services.kms.key.Key;
import croft.services.kms.key.KeyAccess;
import croft.services.kms.key.KeyErrors;
import croft.services.kms.key.KeySpec;
import croft.services.kms.key.KeyState;
import croft.services.kms.key.Keys;
import croft.services.kms.key.KmsParts;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** CreateGrant. */
public final class GrantOperations {
  private static final int MOST_PER_KEY = 50_000;
  private static final Set<String> ANY_KEY = Set.of("CreateGrant", "RetireGrant", "DescribeKey");
  private static final Set<String> SYMMETRIC =
      Set.of(
          "Encrypt",
          "Decrypt",
          "ReEncryptFrom",
          "ReEncryptTo",
          "GenerateDataKey",
          "GenerateDataKeyWithoutPlaintext",
          "GenerateDataKeyPair",
          "GenerateDataKeyPairWithoutPlaintext");

  private final Store store;
  private final Ids ids;
  private final Keys keys;
  private final KeyAccess access;
  private final GrantTokens tokens;

  public GrantOperations(KmsParts parts) {
    this.store = parts.store();
    this.ids = parts.ids();
    this.keys = new Keys(parts);
    this.access = new KeyAccess(parts);
    this.tokens = new GrantTokens(parts.sealing());
  }

  /** The operation with the access it needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(bind(KmsModel.CREATE_GRANT, this::createAccess, this::create));
  }

  private List<Access> createAccess(Call call, CreateGrantRequest request) {
    Map<String, List<String>> context = new HashMap<>();
    context.put("kms:GrantOperations", request.operationsOrEmpty());
    context.put("kms:GrantIsForAWSResource", List.of("false"));
    context.putAll(Requests.key("kms:GranteePrincipal", request.granteePrincipal()));
    context.putAll(Requests.key("kms:RetiringPrincipal", request.retiringPrincipal()));
    GrantConstraints constraints = request.constraints();
    if (constraints != null) {
      List<String> types = new ArrayList<>();
      if (!constraints.encryptionContextEqualsOrEmpty().isEmpty()) {
        types.add("EncryptionContextEquals");
      }
      if (!constraints.encryptionContextSubsetOrEmpty().isEmpty()) {
        types.add("EncryptionContextSubset");
      }
      context.put("kms:GrantConstraintType", types);
    }
    return access.on(call, "kms:CreateGrant", request.keyId(), context);
  }

  private CreateGrantResponse create(Call call, CreateGrantRequest request) {
    tokens.check(request.grantTokensOrEmpty());
    Key key = keys.require(call, request.keyId()).key();
    Grant grant = grant(call, key, request);
    Grant kept =
        store.write(tx -> {
          List<Grant> present = tx.findIn(Grant.TABLE, key.scope(), Grant.BY_KEY, key.id());
          Optional<Grant> same = present.stream().filter(other -> isSame(grant, other)).findFirst();
          if (same.isPresent()) {
            return same.get();
          }
          if (present.size() >= MOST_PER_KEY) {
            throw KeyErrors.limit("The key already has " + MOST_PER_KEY + " grants.");
          }
          tx.insert(Grant.TABLE, grant);
          return grant;
        });
    return CreateGrantResponse.builder().grantId(kept.id()).grantToken(tokens.of(kept)).build();
  }

  private Grant grant(Call call, Key key, CreateGrantRequest request) {
    if (key.state() == KeyState.DISABLED) {
      throw KeyErrors.disabled(key);
    }
    if (key.state() == KeyState.PENDING_DELETION) {
      throw KeyErrors.pendingDeletion(key);
    }
    GrantConstraints constraints =
        Objects.requireNonNullElse(request.constraints(), GrantConstraints.builder().build());
    Grant grant =
        new Grant(
            key.scope(),
            key.id(),
            ids.hex(64),
            Objects.requireNonNullElse(request.name(), ""),
            call.at(),
            Requests.required(request.granteePrincipal(), "granteePrincipal"),
            Objects.requireNonNullElse(request.retiringPrincipal(), ""),
            call.account(),
            request.operationsOrEmpty(),
            constraints.encryptionContextEqualsOrEmpty(),
            constraints.encryptionContextSubsetOrEmpty());
    for (String operation : grant.operations()) {
      if (!ANY_KEY.contains(operation) && !fitting(key.spec()).contains(operation)) {
        throw Requests.validation(
            "The grant operation "
                + operation
                + " is not valid for a key of the spec "
                + key.spec().name()
                + ".");
      }
    }
    boolean constrained = !grant.contextEquals().isEmpty() || !grant.contextSubset().isEmpty();
    if (constrained && key.spec() != KeySpec.SYMMETRIC_DEFAULT) {
      throw Requests.validation(
          "Encryption context constraints are only valid for symmetric encryption keys.");
    }
    return grant;
  }

  /** What a key of that kind can be used for. */
  private static Set<String> fitting(KeySpec spec) {
    return switch (spec.family()) {
      case SYMMETRIC -> SYMMETRIC;
      case MAC -> Set.of("GenerateMac", "VerifyMac");
      case RSA, ELLIPTIC -> Set.of("Sign", "Verify", "GetPublicKey");
    };
  }

  /** A grant with a name, asked for again, is the one there is. */
  private static boolean isSame(Grant grant, Grant other) {
    return !grant.name().isEmpty()
        && grant.name().equals(other.name())
        && grant.granteePrincipal().equals(other.granteePrincipal())
        && grant.retiringPrincipal().equals(other.retiringPrincipal())
        && grant.operations().equals(other.operations())
        && grant.contextEquals().equals(other.contextEquals())
        && grant.contextSubset().equals(other.contextSubset());
  }
}
