/** A PostgreSQL of its own for a test, from the machine's binaries. */
@NullMarked
package croft.store.testing;

import org.jspecify.annotations.NullMarked;
