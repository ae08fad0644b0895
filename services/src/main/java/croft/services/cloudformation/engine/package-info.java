/**
 * Brings stacks to what their templates say: what is ready is begun side by side, each step is
 * recorded before and after, and what failed is taken back. A look starts from the rows alone, so a
 * server that was killed goes on where it was.
 */
@NullMarked
package croft.services.cloudformation.engine;

import org.jspecify.annotations.NullMarked;
