/**
 * Speaks the Docker Engine API over a unix socket, to Docker's engine or Podman's: requests and
 * replies in JSON, streamed bodies, and the streams an exec takes over its connection for. Knows
 * nothing of instances.
 *
 * <p>One connection per request, closed after it: the engine is on the same machine, a connection
 * costs microseconds, and nothing is left half-read for the next one.
 */
@NullMarked
package croft.drivers.docker.engine;

import org.jspecify.annotations.NullMarked;
