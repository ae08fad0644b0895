package croft.services.secretsmanager.secret;

import static croft.services.operation.Binding.bind;

import croft.api.secretsmanager.CreateSecretRequest;
import croft.api.secretsmanager.CreateSecretResponse;
import croft.api.secretsmanager.SecretsmanagerModel;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.services.secretsmanager.secret.SecretValues.Value;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** CreateSecret. */
public final class CreateSecretOperation {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9/_+=.@!-]{1,512}");
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int SUFFIX_LETTERS = 6;

  private final SecretsParts parts;
  private final Store store;
  private final SecretValues values;

  public CreateSecretOperation(SecretsParts parts) {
    this.parts = parts;
    this.store = parts.store();
    this.values = new SecretValues(parts);
  }

  /** The operation with the access it needs; replication is refused by its name. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(SecretsmanagerModel.CREATE_SECRET, this::access, this::create)
            .honouring(
                "Name",
                "ClientRequestToken",
                "Description",
                "KmsKeyId",
                "SecretBinary",
                "SecretString",
                "Tags"));
  }

  private List<Access> access(Call call, CreateSecretRequest request) {
    String name = request.name() == null ? "*" : request.name();
    Map<String, String> tags = SecretTags.requested(request.tagsOrEmpty());
    Map<String, List<String>> context = new HashMap<>(Requests.requestTags(tags));
    context.put("secretsmanager:Name", List.of(name));
    context.putAll(Requests.key("secretsmanager:Description", request.description()));
    context.putAll(Requests.key("secretsmanager:KmsKeyId", request.kmsKeyId()));
    List<Access> all = new ArrayList<>();
    var arn = SecretLookup.missing(call, name);
    all.add(Access.to("secretsmanager:CreateSecret", arn).with(context));
    if (!tags.isEmpty()) {
      all.add(Access.to("secretsmanager:TagResource", arn).with(context));
    }
    return all;
  }

  private String suffix() {
    StringBuilder text = new StringBuilder(SUFFIX_LETTERS);
    for (int i = 0; i < SUFFIX_LETTERS; i++) {
      text.append(LETTERS.charAt(parts.random().nextInt(LETTERS.length())));
    }
    return text.toString();
  }

  private CreateSecretResponse create(Call call, CreateSecretRequest request) {
    Value value = Value.of(request.secretString(), request.secretBinary());
    String token = Objects.requireNonNullElseGet(request.clientRequestToken(), parts.ids()::uuid);
    Secret secret = secret(call, request);
    Optional<Secret> repeated = store.read(tx -> repeated(tx, secret, token, value));
    if (repeated.isPresent()) {
      return response(repeated.get(), token);
    }
    SecretVersion version =
        value == null
            ? null
            : values.encrypt(call, secret, token, value).withStages(List.of(Stages.CURRENT));
    return store.write(tx -> {
      Optional<Secret> meanwhile = repeated(tx, secret, token, value);
      if (meanwhile.isPresent()) {
        return response(meanwhile.get(), token);
      }
      tx.insert(Secret.TABLE, secret);
      if (version != null) {
        tx.insert(SecretVersion.TABLE, version);
      }
      return response(secret, version == null ? null : token);
    });
  }

  private Secret secret(Call call, CreateSecretRequest request) {
    String name = Requests.required(request.name(), "name");
    if (!NAME.matcher(name).matches()) {
      throw Requests.validation(
          "Invalid name. Must be a valid name containing alphanumeric characters, or any of the"
              + " following: -/_+=.@!");
    }
    return new Secret(
        call.account(),
        call.region(),
        name,
        suffix(),
        Objects.requireNonNullElse(request.description(), ""),
        Objects.requireNonNullElse(request.kmsKeyId(), ""),
        call.at(),
        call.at(),
        null,
        null,
        null,
        SecretTags.with(Map.of(), request.tagsOrEmpty()),
        "");
  }

  /** The secret there is, when this request is the repetition of the one that made it. */
  private Optional<Secret> repeated(
      Transaction tx, Secret wanted, String token, @Nullable Value value) {
    Optional<Secret> present = tx.get(Secret.TABLE, wanted.scope(), wanted.name());
    if (present.isEmpty()) {
      return present;
    }
    Secret secret = present.get();
    if (secret.deletionAt() != null) {
      throw SecretErrors.request(
          "You can't create this secret because a secret with this name is already scheduled for"
              + " deletion.");
    }
    Optional<SecretVersion> version = SecretLookup.version(tx, secret, token);
    if (version.isPresent() && value != null && values.holds(secret, version.get(), value)) {
      return present;
    }
    throw SecretErrors.exists(
        "The operation failed because the secret " + wanted.name() + " already exists.");
  }

  private static CreateSecretResponse response(Secret secret, @Nullable String versionId) {
    return CreateSecretResponse.builder()
        .arn(secret.arn().toString())
        .name(secret.name())
        .versionId(versionId)
        .build();
  }
}
