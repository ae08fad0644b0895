/**
 * The server as a process: its configuration, the layout of its home directory, the path of a
 * request, and the wiring of all rooms by plain constructors. Nothing depends on this package.
 */
@NullMarked
package croft.server;

import org.jspecify.annotations.NullMarked;
