/**
 * The words every room shares: who calls ({@link croft.base.Caller}), what is named ({@link
 * croft.base.Arn}), what went wrong ({@link croft.base.ServiceError}), and the injected sources of
 * time and identifiers. Nothing here knows a service, a protocol or a machine.
 */
@NullMarked
package croft.base;

import org.jspecify.annotations.NullMarked;
