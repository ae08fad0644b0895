package croft.drivers.network;

import java.nio.file.Path;

/**
 * An attached interface.
 *
 * @param namespacePath a file that stands for the machine's network namespace: what an OCI runtime
 *     takes as {@code linux.namespaces[type=network].path}; it exists as long as the machine has an
 *     interface
 * @param deviceName the device inside the namespace, already up, with addresses and default route
 * @param router the default gateway of the interface
 */
public record InterfaceHandle(
    InterfaceSpec spec, Path namespacePath, String deviceName, Ipv4Address router) {}
