package croft.services.logs.insights;

import croft.store.Table;
import java.util.List;

/** What a query found, kept beside it. */
public record QueryRows(String scope, String id, List<List<Cell>> rows) {

  /** By {@code account/region} and the query's id. */
  public static final Table<QueryRows> TABLE =
      Table.of("logs_query_rows", QueryRows.class, QueryRows::scope, QueryRows::id);

  public QueryRows {
    rows = List.copyOf(rows);
  }

  /** A field of a row. */
  public record Cell(String field, String value) {}
}
