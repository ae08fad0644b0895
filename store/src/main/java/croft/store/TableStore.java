package croft.store;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What both stores do alike: keep their schema up to date. */
abstract class TableStore implements Store {
  final Bodies bodies;

  TableStore(InstantSource time) {
    this.bodies = new Bodies(time);
  }

  /** Runs a change of the schema, one at a time among all who share the database. */
  abstract void changeSchema(Consumer<Schema> change);

  final Schema schema(Transaction transaction) {
    return new Schema(transaction.sql(), bodies.documents);
  }

  @Override
  public void register(Table<?>... tables) {
    List<Table<?>> unknown = new ArrayList<>();
    for (Table<?> table : tables) {
      if (!bodies.registry.has(table)) {
        unknown.add(table);
      }
    }
    if (unknown.isEmpty()) {
      return;
    }
    if (!read(transaction -> schema(transaction).changed(unknown)).isEmpty()) {
      changeSchema(schema -> schema.changed(unknown).forEach(schema::change));
    }
    unknown.forEach(bodies.registry::add);
  }

  @Override
  public void migrate(String room, List<Migration> migrations) {
    if (read(transaction -> schema(transaction).needsMigration(room, migrations))) {
      changeSchema(schema -> schema.migrate(room, migrations, bodies.time.instant()));
    }
  }

  @Override
  public Documents documents() {
    return bodies.documents;
  }
}
