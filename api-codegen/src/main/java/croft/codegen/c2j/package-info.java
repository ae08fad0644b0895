/**
 * Reads AWS's C2J service models: the JSON files the older SDKs are built from. C2J says how a
 * member travels with {@code locationName}, {@code location} and {@code flattened}, and leaves the
 * rest to the protocol.
 */
@NullMarked
package croft.codegen.c2j;

import org.jspecify.annotations.NullMarked;
