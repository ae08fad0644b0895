package croft.drivers.compute;

/**
 * One thing a driver needs of its machine, for {@code croft doctor}.
 *
 * @param name for example {@code id-mapped mounts}
 * @param required without it no instance starts
 * @param detail what was found, or what is missing and how to get it
 */
public record Capability(String name, boolean present, boolean required, String detail) {}
