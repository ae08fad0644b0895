package croft.services.secretsmanager.secret;

import static croft.services.operation.Binding.bind;

import croft.api.secretsmanager.APIErrorType;
import croft.api.secretsmanager.BatchGetSecretValueRequest;
import croft.api.secretsmanager.BatchGetSecretValueResponse;
import croft.api.secretsmanager.GetSecretValueRequest;
import croft.api.secretsmanager.GetSecretValueResponse;
import croft.api.secretsmanager.SecretValueEntry;
import croft.api.secretsmanager.SecretsmanagerApi;
import croft.api.secretsmanager.SecretsmanagerModel;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.services.secretsmanager.secret.SecretValues.Value;
import croft.store.Store;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** GetSecretValue and BatchGetSecretValue. */
public final class GetValueOperations {
  private static final int USUAL_PAGE = 20;

  private final SecretsParts parts;
  private final Store store;
  private final SecretValues values;

  public GetValueOperations(SecretsParts parts) {
    this.parts = parts;
    this.store = parts.store();
    this.values = new SecretValues(parts);
  }

  /** The operations with the access each needs; a batch needs that of each of its secrets too. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(SecretsmanagerModel.GET_SECRET_VALUE, this::access, this::get),
        bind(
            SecretsmanagerModel.BATCH_GET_SECRET_VALUE,
            AccessRule.toAll("secretsmanager:BatchGetSecretValue"),
            this::batch));
  }

  private List<Access> access(Call call, GetSecretValueRequest request) {
    Map<String, List<String>> context = new HashMap<>();
    if (request.versionId() != null) {
      context.put("secretsmanager:VersionId", List.of(request.versionId()));
    }
    if (request.versionStage() != null || request.versionId() == null) {
      context.put(
          "secretsmanager:VersionStage",
          List.of(Objects.requireNonNullElse(request.versionStage(), Stages.CURRENT)));
    }
    return SecretLookup.access(
        store, call, "secretsmanager:GetSecretValue", request.secretId(), context);
  }

  private record Found(Secret secret, SecretVersion version) {}

  private Found find(Call call, GetSecretValueRequest request) {
    String id = request.versionId();
    String stage = Objects.requireNonNullElse(request.versionStage(), Stages.CURRENT);
    return store.read(tx -> {
      Secret secret = SecretLookup.usable(tx, call, request.secretId());
      if (id == null) {
        return new Found(
            secret,
            Stages.holder(tx, secret, stage)
                .orElseThrow(() -> SecretErrors.versionNotFound("staging label: " + stage)));
      }
      SecretVersion version =
          SecretLookup.version(tx, secret, id)
              .orElseThrow(() -> SecretErrors.versionNotFound("VersionId: " + id));
      if (request.versionStage() != null && !version.stages().contains(stage)) {
        throw SecretErrors.request(
            "You provided a VersionStage that is not associated to the provided VersionId.");
      }
      return new Found(secret, version);
    });
  }

  private GetSecretValueResponse get(Call call, GetSecretValueRequest request) {
    Found found = find(call, request);
    Value value = values.decrypt(call, found.secret(), found.version());
    noteAccess(call, found);
    return GetSecretValueResponse.builder()
        .arn(found.secret().arn().toString())
        .name(found.secret().name())
        .versionId(found.version().id())
        .secretString(value.text())
        .secretBinary(value.blob())
        .versionStages(found.version().stages())
        .createdDate(found.version().createdAt())
        .build();
  }

  /** The day of the last access is shown: one write a day at most. */
  private void noteAccess(Call call, Found found) {
    var today = call.at().truncatedTo(ChronoUnit.DAYS);
    if (today.equals(found.version().accessedAt()) && today.equals(found.secret().accessedAt())) {
      return;
    }
    store.write(tx -> {
      tx.get(Secret.TABLE, found.secret().scope(), found.secret().name())
          .filter(secret -> secret.arn().equals(found.secret().arn()))
          .ifPresent(secret -> {
            tx.put(Secret.TABLE, secret.accessed(today));
            SecretLookup.version(tx, secret, found.version().id())
                .ifPresent(version -> tx.put(SecretVersion.TABLE, version.accessed(today)));
          });
      return null;
    });
  }

  private BatchGetSecretValueResponse batch(Call call, BatchGetSecretValueRequest request) {
    boolean listed = !request.secretIdListOrEmpty().isEmpty();
    if (listed != request.filtersOrEmpty().isEmpty()) {
      throw SecretErrors.parameter("You must specify either Filters or SecretIdList, not both.");
    }
    Pages.Page<String> page =
        listed ? new Pages.Page<>(request.secretIdListOrEmpty(), null) : filtered(call, request);
    SecretsmanagerApi own = new SecretsmanagerApi(parts.calls().as(call));
    List<SecretValueEntry> found = new ArrayList<>();
    List<APIErrorType> errors = new ArrayList<>();
    for (String id : page.items()) {
      try {
        found.add(entry(own.getSecretValue(GetSecretValueRequest.builder().secretId(id).build())));
      } catch (ServiceError e) {
        errors.add(
            APIErrorType.builder().secretId(id).errorCode(e.code()).message(e.message()).build());
      }
    }
    return BatchGetSecretValueResponse.builder()
        .secretValues(found)
        .nextToken(page.token())
        .errors(errors)
        .build();
  }

  private Pages.Page<String> filtered(Call call, BatchGetSecretValueRequest request) {
    List<String> arns =
        store.read(tx -> tx.list(Secret.TABLE, call.scope())).stream()
            .filter(secret -> secret.deletionAt() == null)
            .filter(SecretFilters.of(request.filtersOrEmpty()))
            .map(secret -> secret.arn().toString())
            .toList();
    return parts
        .pages()
        .page(
            call,
            "secret batch " + request.filtersOrEmpty(),
            arns,
            arn -> arn,
            Pages.Wanted.of(
                request.nextToken(), request.maxResults(), USUAL_PAGE, SecretErrors::invalidToken));
  }

  private static SecretValueEntry entry(GetSecretValueResponse value) {
    return SecretValueEntry.builder()
        .arn(value.arn())
        .name(value.name())
        .versionId(value.versionId())
        .secretString(value.secretString())
        .secretBinary(value.secretBinary())
        .versionStages(value.versionStages())
        .createdDate(value.createdDate())
        .build();
  }
}
