/**
 * The one description of a service that every reader produces and the emitter consumes. It knows
 * neither the model formats nor Java.
 */
@NullMarked
package croft.codegen.model;

import org.jspecify.annotations.NullMarked;
