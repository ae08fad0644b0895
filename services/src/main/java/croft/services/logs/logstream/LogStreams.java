package croft.services.logs.logstream;

import croft.services.logs.loggroup.LogErrors;
import croft.services.logs.loggroup.LogGroup;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds the streams of a group. */
public final class LogStreams {
  private LogStreams() {}

  /** All of a group, by key. */
  public static Map<Long, String> names(Transaction tx, LogGroup group) {
    Map<Long, String> names = new TreeMap<>();
    tx.list(LogStream.TABLE, group.inside())
        .forEach(stream -> names.put(stream.key(), stream.name()));
    return names;
  }

  /** Those whose names begin so, by key. */
  public static Map<Long, String> names(Transaction tx, LogGroup group, String prefix) {
    Map<Long, String> names = names(tx, group);
    names.values().removeIf(name -> !name.startsWith(prefix));
    return names;
  }

  /**
   * Those of these names, by key.
   *
   * @throws croft.base.ServiceError {@code ResourceNotFoundException}
   */
  public static Map<Long, String> names(Transaction tx, LogGroup group, List<String> wanted) {
    Map<Long, String> names = new TreeMap<>();
    wanted.forEach(name -> names.put(require(tx, group, name).key(), name));
    return names;
  }

  /**
   * The stream of a name.
   *
   * @throws croft.base.ServiceError {@code ResourceNotFoundException}
   */
  public static LogStream require(Transaction tx, LogGroup group, @Nullable String name) {
    return tx.get(LogStream.TABLE, group.inside(), name == null ? "" : name)
        .orElseThrow(LogErrors::noStream);
  }
}
