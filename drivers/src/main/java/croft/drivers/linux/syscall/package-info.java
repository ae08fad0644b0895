/**
 * The few Linux system calls the drivers need and the JDK lacks, through the foreign function API:
 * namespaces, mounts, ownership, device nodes, signals and terminals. A failed call throws {@link
 * croft.drivers.linux.syscall.SyscallException} with its name, its subject and the errno. Nothing
 * here decides anything and nothing keeps state.
 *
 * <p>Calls that change the calling thread ({@code unshare}, {@code setns}) belong inside {@link
 * croft.drivers.linux.syscall.NamespaceThread}: a platform thread of its own that ends afterwards.
 */
@NullMarked
package croft.drivers.linux.syscall;

import org.jspecify.annotations.NullMarked;
