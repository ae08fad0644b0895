package croft.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A table of records of one type. A row is found by scope and id, or by the value of an index.
 *
 * <p>The scope is {@code account/region}, {@code account} for what has no region, or empty for what
 * is global. Ids and index values are ordered by their UTF-8 bytes.
 *
 * <p>Documents outlive the code that wrote them. A record may gain components (an old document
 * gives null, zero or false for them: normalise in the record's constructor) and may lose them
 * (unknown fields are ignored). Immutable: {@link #index} and {@link #revision} give a new table.
 *
 * @param <R> the record
 */
public final class Table<R> {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,29}");

  private final String name;
  private final Class<R> type;
  private final Function<R, String> scope;
  private final Function<R, String> id;
  private final Map<String, Function<R, @Nullable String>> indexes;
  private final int revision;

  private Table(
      String name,
      Class<R> type,
      Function<R, String> scope,
      Function<R, String> id,
      Map<String, Function<R, @Nullable String>> indexes,
      int revision) {
    this.name = name;
    this.type = type;
    this.scope = scope;
    this.id = id;
    this.indexes = indexes;
    this.revision = revision;
  }

  /**
   * A table without indexes.
   *
   * @param name lower-case words joined by underscores, the service first: {@code ec2_volume}
   * @throws IllegalArgumentException for a name that is not such, or longer than 30 letters
   */
  public static <R> Table<R> of(
      String name, Class<R> type, Function<R, String> scope, Function<R, String> id) {
    return new Table<>(checked(name), type, scope, id, Map.of(), 1);
  }

  /**
   * This table with one more index. Rows whose value is null are not in it. The column of an index
   * that a stored table lacks is filled from the documents when the table is registered.
   */
  public Table<R> index(String indexName, Function<R, @Nullable String> value) {
    Map<String, Function<R, @Nullable String>> more = new LinkedHashMap<>(indexes);
    if (more.put(checked(indexName), value) != null) {
      throw new IllegalArgumentException("Table " + name + " has two indexes " + indexName);
    }
    return new Table<>(name, type, scope, id, more, revision);
  }

  /**
   * This table at a later revision, 1 when not said. Raise it when an index's function changes its
   * meaning: every index is then filled anew. A store with a greater revision is refused.
   */
  public Table<R> revision(int number) {
    return new Table<>(name, type, scope, id, indexes, number);
  }

  public String name() {
    return name;
  }

  public Class<R> type() {
    return type;
  }

  String scopeOf(R row) {
    return scope.apply(row);
  }

  String idOf(R row) {
    return id.apply(row);
  }

  Map<String, Function<R, @Nullable String>> indexes() {
    return indexes;
  }

  int revision() {
    return revision;
  }

  private static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("Not a name for a table or index: " + name);
    }
    return name;
  }

  @Override
  public String toString() {
    return name;
  }
}
