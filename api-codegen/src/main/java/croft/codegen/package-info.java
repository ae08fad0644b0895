/**
 * The generator of the typed APIs: reads service models at build time and writes Java into a target
 * folder. It is a build tool; nothing of it is in the running server.
 */
@NullMarked
package croft.codegen;

import org.jspecify.annotations.NullMarked;
