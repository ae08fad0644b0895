package croft.services.logs.insights;

import croft.store.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query that was saved under a name.
 *
 * @param scope {@code account/region}
 * @param groups names of groups; empty for none in particular
 * @param modifiedAt milliseconds since the epoch
 * @param token of the call that made it; null for none
 */
public record QueryDefinition(
    String scope,
    String id,
    String name,
    String text,
    List<String> groups,
    long modifiedAt,
    @Nullable String token) {

  /** By {@code account/region} and id. */
  public static final Table<QueryDefinition> TABLE =
      Table.of(
          "logs_query_definition",
          QueryDefinition.class,
          QueryDefinition::scope,
          QueryDefinition::id);

  public QueryDefinition {
    groups = List.copyOf(groups);
  }
}
