/**
 * What every service room is built on: an operation is a method on its noun's class, bound to the
 * generated constant that types it and to the access it needs. The same bindings serve calls from
 * outside and calls between services, so identity and permission hold on both.
 */
@NullMarked
package croft.services.operation;

import org.jspecify.annotations.NullMarked;
