package croft.drivers.network;

import java.nio.file.Path;

/**
 * An attached interface.
 *
 * @param namespacePath a file that stands for the instance's network namespace: what an OCI runtime
 *     takes as {@code linux.namespaces[type=network].path}; it exists as long as the interface
 * @param deviceName the device inside the namespace, already up, with address and default route
 * @param router the default gateway inside the namespace
 */
public record InterfaceHandle(
    InterfaceSpec spec, Path namespacePath, String deviceName, Ipv4Address router) {}
