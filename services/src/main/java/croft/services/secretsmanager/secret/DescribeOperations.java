package croft.services.secretsmanager.secret;

import static croft.services.operation.Binding.bind;
import static croft.services.operation.Requests.on;

import croft.api.secretsmanager.DescribeSecretRequest;
import croft.api.secretsmanager.DescribeSecretResponse;
import croft.api.secretsmanager.ListSecretVersionIdsRequest;
import croft.api.secretsmanager.ListSecretVersionIdsResponse;
import croft.api.secretsmanager.ListSecretsRequest;
import croft.api.secretsmanager.ListSecretsResponse;
import croft.api.secretsmanager.SecretListEntry;
import croft.api.secretsmanager.SecretVersionsListEntry;
import croft.api.secretsmanager.SecretsmanagerModel;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.store.Store;
import croft.store.Transaction;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** DescribeSecret, ListSecrets and ListSecretVersionIds. */
public final class DescribeOperations {
  private static final int USUAL_PAGE = 100;

  private final Store store;
  private final Pages pages;

  public DescribeOperations(SecretsParts parts) {
    this.store = parts.store();
    this.pages = parts.pages();
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            SecretsmanagerModel.DESCRIBE_SECRET,
            (call, request) ->
                SecretLookup.access(
                    store, call, "secretsmanager:DescribeSecret", request.secretId(), Map.of()),
            this::describe),
        bind(
            SecretsmanagerModel.LIST_SECRETS,
            AccessRule.toAll("secretsmanager:ListSecrets"),
            this::list),
        bind(
            SecretsmanagerModel.LIST_SECRET_VERSION_IDS,
            (call, request) ->
                SecretLookup.access(
                    store,
                    call,
                    "secretsmanager:ListSecretVersionIds",
                    request.secretId(),
                    Map.of()),
            this::listVersions));
  }

  private static Map<String, List<String>> stages(Transaction tx, Secret secret) {
    Map<String, List<String>> all = new TreeMap<>();
    for (SecretVersion version : SecretLookup.versions(tx, secret)) {
      if (!version.stages().isEmpty()) {
        all.put(version.id(), version.stages());
      }
    }
    return all;
  }

  private static @Nullable String filled(String text) {
    return text.isEmpty() ? null : text;
  }

  private DescribeSecretResponse describe(Call call, DescribeSecretRequest request) {
    return store.read(tx -> {
      Secret secret = SecretLookup.require(tx, call, request.secretId());
      Map<String, List<String>> stages = stages(tx, secret);
      return DescribeSecretResponse.builder()
          .arn(secret.arn().toString())
          .name(secret.name())
          .description(filled(secret.description()))
          .kmsKeyId(filled(secret.keyId()))
          .lastChangedDate(secret.changedAt())
          .lastAccessedDate(secret.accessedAt())
          .deletedDate(secret.deletedAt())
          .tags(SecretTags.shapes(secret.tags()))
          .versionIdsToStages(stages.isEmpty() ? null : stages)
          .createdDate(secret.createdAt())
          .build();
    });
  }

  private ListSecretsResponse list(Call call, ListSecretsRequest request) {
    Comparator<Secret> order = Comparator.comparing(Secret::createdAt).thenComparing(Secret::name);
    boolean planned = on(request.includePlannedDeletion());
    List<Secret> all =
        store.read(tx -> tx.list(Secret.TABLE, call.scope())).stream()
            .filter(secret -> planned || secret.deletionAt() == null)
            .filter(SecretFilters.of(request.filtersOrEmpty()))
            .sorted("desc".equals(request.sortOrder()) ? order.reversed() : order)
            .toList();
    Pages.Page<Secret> page =
        pages.page(
            call,
            "secrets " + request.filtersOrEmpty() + request.sortOrder() + planned,
            all,
            Secret::name,
            Pages.Wanted.of(
                request.nextToken(), request.maxResults(), USUAL_PAGE, SecretErrors::invalidToken));
    return ListSecretsResponse.builder()
        .secretList(store.read(tx -> page.map(secret -> entry(tx, secret))))
        .nextToken(page.token())
        .build();
  }

  private static SecretListEntry entry(Transaction tx, Secret secret) {
    Map<String, List<String>> stages = stages(tx, secret);
    return SecretListEntry.builder()
        .arn(secret.arn().toString())
        .name(secret.name())
        .description(filled(secret.description()))
        .kmsKeyId(filled(secret.keyId()))
        .lastChangedDate(secret.changedAt())
        .lastAccessedDate(secret.accessedAt())
        .deletedDate(secret.deletedAt())
        .tags(SecretTags.shapes(secret.tags()))
        .secretVersionsToStages(stages.isEmpty() ? null : stages)
        .createdDate(secret.createdAt())
        .build();
  }

  private ListSecretVersionIdsResponse listVersions(
      Call call, ListSecretVersionIdsRequest request) {
    Secret secret = store.read(tx -> SecretLookup.require(tx, call, request.secretId()));
    boolean deprecated = on(request.includeDeprecated());
    List<SecretVersion> all =
        store.read(tx -> SecretLookup.versions(tx, secret)).stream()
            .filter(version -> deprecated || !version.stages().isEmpty())
            .toList();
    Pages.Page<SecretVersion> page =
        pages.page(
            call,
            "secret versions " + secret.arn() + deprecated,
            all,
            SecretVersion::id,
            Pages.Wanted.of(
                request.nextToken(), request.maxResults(), USUAL_PAGE, SecretErrors::invalidToken));
    return ListSecretVersionIdsResponse.builder()
        .versions(page.map(DescribeOperations::entry))
        .nextToken(page.token())
        .arn(secret.arn().toString())
        .name(secret.name())
        .build();
  }

  private static SecretVersionsListEntry entry(SecretVersion version) {
    return SecretVersionsListEntry.builder()
        .versionId(version.id())
        .versionStages(version.stages().isEmpty() ? null : version.stages())
        .lastAccessedDate(version.accessedAt())
        .createdDate(version.createdAt())
        .kmsKeyIds(List.of(version.keyArn()))
        .build();
  }
}
