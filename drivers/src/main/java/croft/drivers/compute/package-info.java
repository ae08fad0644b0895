/**
 * What Croft asks of whatever runs its instances: {@link croft.drivers.compute.ComputeDriver} keeps
 * instances, {@link croft.drivers.compute.ImageDriver} the root file systems they start from,
 * {@link croft.drivers.compute.Shell} reaches inside one. Drivers take opaque ids and know nothing
 * of AWS; every call is idempotent, so a reconciler may repeat it after any crash.
 */
@NullMarked
package croft.drivers.compute;

import org.jspecify.annotations.NullMarked;
