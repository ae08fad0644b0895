/**
 * Writes a service's Java: a record per structure with one reading and one writing, its schemas,
 * its operations and a typed face for callers. It knows no model format.
 */
@NullMarked
package croft.codegen.emit;

import org.jspecify.annotations.NullMarked;
