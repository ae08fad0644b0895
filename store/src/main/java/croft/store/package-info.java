/**
 * Everything Croft remembers: tables of JSON documents with indexed key columns, in transactions,
 * over plain JDBC. One SQL serves both databases: SQLite, embedded in the server and the default,
 * and PostgreSQL, for several servers or for a store that has outgrown one file. What differs
 * between them lives in {@link croft.store.Dialect}.
 *
 * <p>A service declares a {@link croft.store.Table} per kind of record, registers it once, and
 * reads and writes through {@link croft.store.Store#read} and {@link croft.store.Store#write}.
 * Nothing here knows a service.
 */
@NullMarked
package croft.store;

import org.jspecify.annotations.NullMarked;
