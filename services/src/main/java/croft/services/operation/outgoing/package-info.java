/**
 * What Croft says to web servers of others: where it may go, whom it trusts, and what came of it.
 * Shared by the services that deliver.
 */
@NullMarked
package croft.services.operation.outgoing;

import org.jspecify.annotations.NullMarked;
