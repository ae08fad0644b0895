package croft.store;

import java.util.List;

/**
 * One step of a room's own schema, run once and never changed after release.
 *
 * @param number 1, 2, 3 … within its room
 * @param name what the step does, for whoever reads the schema table
 * @param statements SQL in which <code>{key}</code> stands for the type of a key column, ordered by
 *     its bytes, and <code>{blob}</code> for bytes
 */
public record Migration(int number, String name, List<String> statements) {
  public Migration {
    statements = List.copyOf(statements);
  }
}
