package croft.services.kms.key;

import static croft.services.operation.Binding.bind;
import static croft.services.operation.Requests.on;

import croft.api.kms.CreateKeyRequest;
import croft.api.kms.CreateKeyResponse;
import croft.api.kms.DescribeKeyRequest;
import croft.api.kms.DescribeKeyResponse;
import croft.api.kms.KeyListEntry;
import croft.api.kms.KmsModel;
import croft.api.kms.ListKeysRequest;
import croft.api.kms.ListKeysResponse;
import croft.api.kms.UpdateKeyDescriptionRequest;
import croft.api.kms.UpdateKeyDescriptionResponse;
import croft.base.Arn;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.services.operation.Requests;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** CreateKey, DescribeKey, ListKeys and UpdateKeyDescription. */
public final class KeyOperations {
  private static final int USUAL_PAGE = 100;

  private final KmsParts parts;
  private final Keys keys;
  private final KeyAccess access;
  private final KeyMaterial material;
  private final KeyPolicies policies;

  public KeyOperations(KmsParts parts) {
    this.parts = parts;
    this.keys = new Keys(parts);
    this.access = new KeyAccess(parts);
    this.material = new KeyMaterial(parts);
    this.policies = new KeyPolicies(parts);
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(KmsModel.CREATE_KEY, KeyOperations::createAccess, this::create)
            .honouring(
                "Policy",
                "Description",
                "KeyUsage",
                "CustomerMasterKeySpec",
                "KeySpec",
                "Origin",
                "BypassPolicyLockoutSafetyCheck",
                "Tags"),
        bind(
            KmsModel.DESCRIBE_KEY,
            (call, request) -> access.on(call, "kms:DescribeKey", request.keyId()),
            this::describe),
        bind(KmsModel.LIST_KEYS, AccessRule.toAll("kms:ListKeys"), this::list),
        bind(
            KmsModel.UPDATE_KEY_DESCRIPTION,
            (call, request) -> access.on(call, "kms:UpdateKeyDescription", request.keyId()),
            this::updateDescription));
  }

  private static List<Access> createAccess(Call call, CreateKeyRequest request) {
    Map<String, String> tags = KeyShapes.requested(request.tagsOrEmpty());
    Map<String, List<String>> context = new HashMap<>(KeyAccess.base(call));
    context.putAll(Requests.requestTags(tags));
    context.putAll(Requests.key("kms:KeySpec", specName(request)));
    context.putAll(Requests.key("kms:KeyUsage", request.keyUsage()));
    context.put("kms:KeyOrigin", List.of("AWS_KMS"));
    context.put("kms:MultiRegion", List.of("false"));
    context.put(
        "kms:BypassPolicyLockoutSafetyCheck",
        List.of(Boolean.toString(on(request.bypassPolicyLockoutSafetyCheck()))));
    List<Access> all = new ArrayList<>();
    all.add(Access.toAll("kms:CreateKey").with(context));
    if (!tags.isEmpty()) {
      Arn any = call.arn("kms", "key/*");
      all.add(Access.to("kms:TagResource", any).with(context));
    }
    return all;
  }

  private static String specName(CreateKeyRequest request) {
    String named = request.keySpec() == null ? request.customerMasterKeySpec() : request.keySpec();
    return Objects.requireNonNullElse(named, "SYMMETRIC_DEFAULT");
  }

  private CreateKeyResponse create(Call call, CreateKeyRequest request) {
    KeySpec spec = spec(request);
    String id = parts.ids().uuid();
    String policy = Objects.requireNonNullElse(request.policy(), KeyPolicies.usual(call.account()));
    Key key =
        new Key(
            call.account(),
            call.region(),
            id,
            call.at(),
            "",
            spec,
            Objects.requireNonNullElse(request.description(), ""),
            KeyState.ENABLED,
            null,
            0,
            policy,
            KeyShapes.tags(Map.of(), request.tagsOrEmpty()),
            0,
            null,
            List.of(material.make(id, 1, spec, call.at(), false)));
    if (request.policy() != null) {
      policies.check(call, key, policy, on(request.bypassPolicyLockoutSafetyCheck()));
    }
    return parts
        .store()
        .write(tx -> {
          tx.insert(Key.TABLE, key);
          return CreateKeyResponse.builder().keyMetadata(KeyShapes.metadata(key)).build();
        });
  }

  /** What kind of key is asked for; what Croft does not make is refused by its name. */
  private static KeySpec spec(CreateKeyRequest request) {
    if (request.keySpec() != null
        && request.customerMasterKeySpec() != null
        && !request.keySpec().equals(request.customerMasterKeySpec())) {
      throw Requests.validation(
          "You cannot specify KeySpec and CustomerMasterKeySpec in the same request."
              + " CustomerMasterKeySpec is deprecated.");
    }
    if (request.origin() != null && !request.origin().equals("AWS_KMS")) {
      throw KeyErrors.unsupported("The key origin " + request.origin() + " is not supported.");
    }
    String name = specName(request);
    KeySpec spec =
        KeySpec.of(name)
            .orElseThrow(() ->
                KeyErrors.unsupported("The key spec " + name + " is not supported by Croft."));
    String usage = request.keyUsage();
    if (usage == null && spec.family() != KeySpec.Family.SYMMETRIC) {
      throw Requests.validation("You must specify a KeyUsage value for the key spec " + name + ".");
    }
    if (usage != null && !usage.equals(spec.usage())) {
      throw spec.asymmetric() && usage.equals(rest(spec))
          ? KeyErrors.unsupported(
              "The key usage " + usage + " of " + name + " is not supported by Croft.")
          : Requests.validation("KeyUsage " + usage + " is not compatible with KeySpec " + name);
    }
    return spec;
  }

  /** The usage that AWS has for such a key and Croft has not. */
  private static String rest(KeySpec spec) {
    return spec.family() == KeySpec.Family.RSA ? "ENCRYPT_DECRYPT" : "KEY_AGREEMENT";
  }

  private DescribeKeyResponse describe(Call call, DescribeKeyRequest request) {
    Key key = keys.require(call, request.keyId()).key();
    return DescribeKeyResponse.builder().keyMetadata(KeyShapes.metadata(key)).build();
  }

  private ListKeysResponse list(Call call, ListKeysRequest request) {
    Pages.Page<Key> page =
        parts
            .pages()
            .page(
                call,
                "kms keys",
                parts.store().read(tx -> tx.list(Key.TABLE, call.scope())),
                Key::id,
                wanted(request.marker(), request.limit()));
    return ListKeysResponse.builder()
        .keys(
            page.map(
                key -> KeyListEntry.builder().keyId(key.id()).keyArn(key.arn().toString()).build()))
        .nextMarker(page.token())
        .truncated(page.truncated())
        .build();
  }

  private static Pages.Wanted wanted(@Nullable String marker, @Nullable Integer limit) {
    return Pages.Wanted.of(marker, limit, USUAL_PAGE, KeyErrors::invalidMarker);
  }

  private UpdateKeyDescriptionResponse updateDescription(
      Call call, UpdateKeyDescriptionRequest request) {
    String text = Requests.required(request.description(), "description");
    return parts
        .store()
        .write(tx -> {
          Key key = Keys.changeable(tx, call, request.keyId());
          tx.put(Key.TABLE, key.described(text));
          return UpdateKeyDescriptionResponse.builder().build();
        });
  }
}
