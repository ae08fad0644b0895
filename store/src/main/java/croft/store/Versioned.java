package croft.store;

/**
 * A row with its version, for {@link Transaction#update}. Every change of a row gives it a greater
 * version; a row deleted and made again does not repeat the old row's versions.
 */
public record Versioned<R>(R row, long version) {}
