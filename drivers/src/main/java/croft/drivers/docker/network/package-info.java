/**
 * Networks beside a Docker engine. Where the engine runs under this machine's kernel, Croft's own
 * Linux driver makes them, and instances stand in its namespaces; elsewhere {@link
 * croft.drivers.docker.network.RefusingNetworkDriver} says that there are none. The engine's own
 * networks are not used: they know no security groups, and a rule that is accepted is enforced.
 */
@NullMarked
package croft.drivers.docker.network;

import org.jspecify.annotations.NullMarked;
