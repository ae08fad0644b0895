package croft.services.logs.insights;

import static croft.services.operation.Binding.bind;

import croft.api.logs.DeleteQueryDefinitionRequest;
import croft.api.logs.DeleteQueryDefinitionResponse;
import croft.api.logs.DescribeQueryDefinitionsRequest;
import croft.api.logs.DescribeQueryDefinitionsResponse;
import croft.api.logs.LogsModel;
import croft.api.logs.PutQueryDefinitionRequest;
import croft.api.logs.PutQueryDefinitionResponse;
import croft.services.logs.loggroup.LogErrors;
import croft.services.logs.loggroup.LogsParts;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.store.Transaction;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** PutQueryDefinition, DescribeQueryDefinitions and DeleteQueryDefinition. */
public final class QueryDefinitionOperations {
  private static final int MOST = 1000;

  private final LogsParts parts;

  public QueryDefinitionOperations(LogsParts parts) {
    this.parts = parts;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            LogsModel.PUT_QUERY_DEFINITION, AccessRule.toAll("logs:PutQueryDefinition"), this::put),
        bind(
            LogsModel.DESCRIBE_QUERY_DEFINITIONS,
            AccessRule.toAll("logs:DescribeQueryDefinitions"),
            this::describe),
        bind(
            LogsModel.DELETE_QUERY_DEFINITION,
            AccessRule.toAll("logs:DeleteQueryDefinition"),
            this::delete));
  }

  private PutQueryDefinitionResponse put(Call call, PutQueryDefinitionRequest request) {
    String text = Objects.requireNonNullElse(request.queryString(), "");
    Queries.parse(text);
    String fresh = parts.ids().uuid();
    String id =
        parts
            .store()
            .write(tx -> {
              String used = idOf(tx, call, request).orElse(fresh);
              tx.put(
                  QueryDefinition.TABLE,
                  new QueryDefinition(
                      call.scope(),
                      used,
                      Objects.requireNonNullElse(request.name(), ""),
                      text,
                      request.logGroupNamesOrEmpty(),
                      parts.now(),
                      request.clientToken()));
              return used;
            });
    return PutQueryDefinitionResponse.builder().queryDefinitionId(id).build();
  }

  /** The one to change, or the one that this very call made before. */
  private static Optional<String> idOf(
      Transaction tx, Call call, PutQueryDefinitionRequest request) {
    String id = request.queryDefinitionId();
    if (id != null) {
      return Optional.of(require(tx, call, id).id());
    }
    return tx.list(QueryDefinition.TABLE, call.scope()).stream()
        .filter(one -> one.token() != null && one.token().equals(request.clientToken()))
        .map(QueryDefinition::id)
        .findFirst();
  }

  private static QueryDefinition require(Transaction tx, Call call, String id) {
    return tx.get(QueryDefinition.TABLE, call.scope(), id)
        .orElseThrow(() -> LogErrors.notFound("The specified query definition does not exist."));
  }

  private DeleteQueryDefinitionResponse delete(Call call, DeleteQueryDefinitionRequest request) {
    String id = Objects.requireNonNullElse(request.queryDefinitionId(), "");
    boolean deleted =
        parts
            .store()
            .<Boolean>write(
                tx -> tx.delete(QueryDefinition.TABLE, call.scope(), require(tx, call, id).id()));
    return DeleteQueryDefinitionResponse.builder().success(deleted).build();
  }

  private DescribeQueryDefinitionsResponse describe(
      Call call, DescribeQueryDefinitionsRequest request) {
    String prefix = Objects.requireNonNullElse(request.queryDefinitionNamePrefix(), "");
    List<QueryDefinition> found =
        parts
            .store()
            .<List<QueryDefinition>>read(tx -> tx.list(QueryDefinition.TABLE, call.scope()))
            .stream()
            .filter(one -> one.name().startsWith(prefix))
            .sorted(Comparator.comparing(QueryDefinition::name).thenComparing(QueryDefinition::id))
            .toList();
    Pages.Page<QueryDefinition> page =
        parts
            .pages()
            .page(
                call,
                "query definitions " + prefix,
                found,
                QueryDefinition::id,
                Pages.Wanted.of(
                    request.nextToken(), request.maxResults(), MOST, LogErrors::invalidToken));
    return DescribeQueryDefinitionsResponse.builder()
        .queryDefinitions(page.map(QueryDefinitionOperations::shape))
        .nextToken(page.token())
        .build();
  }

  private static croft.api.logs.QueryDefinition shape(QueryDefinition one) {
    return croft.api.logs.QueryDefinition.builder()
        .queryDefinitionId(one.id())
        .name(one.name())
        .queryString(one.text())
        .logGroupNames(one.groups())
        .lastModified(one.modifiedAt())
        .build();
  }
}
