/**
 * Croft as its users meet it: unmodified AWS clients call a running server, and what they asked for
 * is looked at where it really is, inside the instances and on the host. Nothing here reaches into
 * the server; whatever a test needs to know, a client could know too.
 */
@NullMarked
package croft.conformance;

import org.jspecify.annotations.NullMarked;
