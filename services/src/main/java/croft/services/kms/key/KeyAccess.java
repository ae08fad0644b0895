package croft.services.kms.key;

import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.services.operation.ResourcePolicies;
import croft.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an operation on a key must be allowed: by the key policy, by a grant, or by IAM policies
 * where the key policy leaves it to them.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/kms/latest/developerguide/policy-conditions.html">Condition
 * keys for KMS</a>.
 */
public final class KeyAccess {
  private final Store store;
  private final Keys keys;

  public KeyAccess(KmsParts parts) {
    this.store = parts.store();
    this.keys = new Keys(parts);
  }

  /** The action on the key that the request names. */
  public List<Access> on(Call call, String action, @Nullable String keyId) {
    return on(call, action, keyId, Map.of());
  }

  /** The action on the key that the request names, with condition keys of the request. */
  public List<Access> on(
      Call call, String action, @Nullable String keyId, Map<String, List<String>> context) {
    return on(call, action, keyId, context, Map.of());
  }

  /** The same for a cryptographic operation with an encryption context. */
  public List<Access> on(
      Call call,
      String action,
      @Nullable String keyId,
      Map<String, List<String>> context,
      Map<String, String> encryptionContext) {
    String wanted = keyId == null ? "*" : keyId;
    return List.of(
        keys.find(call, wanted)
            .map(named -> to(call, action, named, context, encryptionContext))
            .orElseGet(() ->
                Access.to(action, Keys.arn(call, wanted))
                    .with(Requests.join(base(call), context))));
  }

  /** The action on a key that is known. */
  public Access to(
      Call call,
      String action,
      Keys.Named named,
      Map<String, List<String>> context,
      Map<String, String> encryptionContext) {
    Key key = named.key();
    Map<String, List<String>> all = new HashMap<>(base(call));
    all.putAll(Requests.resourceTags(key.tags()));
    all.put("kms:KeySpec", List.of(key.spec().name()));
    all.put("kms:KeyUsage", List.of(key.spec().usage()));
    all.put("kms:KeyOrigin", List.of("AWS_KMS"));
    all.put("kms:MultiRegion", List.of("false"));
    if (!named.alias().isEmpty()) {
      all.put("kms:RequestAlias", List.of(named.alias()));
    }
    List<String> names = aliases(key);
    if (!names.isEmpty()) {
      all.put("kms:ResourceAliases", names);
    }
    all.putAll(encryption(encryptionContext));
    all.putAll(context);
    List<String> documents = new ArrayList<>();
    documents.add(key.policy());
    documents.addAll(grants(key, action, context, encryptionContext));
    return Access.to(action, key.arn())
        .with(all)
        .guardedBy(new ResourcePolicies(key.account(), documents, true));
  }

  /** What every call has: the account, and the service it comes through if it does. */
  static Map<String, List<String>> base(Call call) {
    Map<String, List<String>> keys = new HashMap<>();
    keys.put("kms:CallerAccount", List.of(call.account()));
    if (!call.calledVia().isEmpty()) {
      String host = call.calledVia().getLast();
      String service = host.substring(0, host.indexOf('.') < 0 ? host.length() : host.indexOf('.'));
      keys.put("kms:ViaService", List.of(service + "." + call.region() + ".amazonaws.com"));
    }
    return keys;
  }

  private static Map<String, List<String>> encryption(Map<String, String> context) {
    if (context.isEmpty()) {
      return Map.of();
    }
    Map<String, List<String>> keys = new HashMap<>();
    keys.put("kms:EncryptionContextKeys", List.copyOf(context.keySet()));
    context.forEach((name, value) -> keys.put("kms:EncryptionContext:" + name, List.of(value)));
    return keys;
  }

  private List<String> aliases(Key key) {
    return store.read(tx -> tx.findIn(Alias.TABLE, key.scope(), Alias.BY_KEY, key.id())).stream()
        .map(Alias::name)
        .toList();
  }

  /** The grants that allow this very call, as the policies they amount to. */
  private List<String> grants(
      Key key,
      String action,
      Map<String, List<String>> context,
      Map<String, String> encryptionContext) {
    String operation = action.substring("kms:".length());
    // Who was granted to grant may hand on what was granted, and no more.
    List<String> handedOn = context.getOrDefault("kms:GrantOperations", List.of());
    return store.read(tx -> tx.findIn(Grant.TABLE, key.scope(), Grant.BY_KEY, key.id())).stream()
        .filter(grant -> !operation.equals("RetireGrant"))
        .filter(grant -> grant.allows(operation, encryptionContext))
        .filter(grant -> grant.operations().containsAll(handedOn))
        .map(grant -> statement(grant.granteePrincipal(), action))
        .toList();
  }

  /** The access, given to some principals besides. */
  public static Access alsoFor(Access access, Key key, List<String> principals) {
    List<String> documents = new ArrayList<>();
    documents.add(key.policy());
    principals.forEach(principal -> documents.add(statement(principal, access.action())));
    return access.guardedBy(new ResourcePolicies(key.account(), documents, true));
  }

  /** The principal's form is the model's, which has no quotes. */
  private static String statement(String principal, String action) {
    String kind = principal.startsWith("arn:") ? "AWS" : "Service";
    return """
    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"%s":"%s"},\
    "Action":"%s","Resource":"*"}]}\
    """
        .formatted(kind, principal, action);
  }
}
