/**
 * The commands that need more than a file or one HTTP request: a look at what this machine can do
 * ({@link croft.cli.Doctor}), the way into an instance on this host, and the import of images. The
 * launcher {@code croft} starts {@link croft.cli.Main} for them; the server is met only through its
 * endpoint and the files it writes.
 */
@NullMarked
package croft.cli;

import org.jspecify.annotations.NullMarked;
