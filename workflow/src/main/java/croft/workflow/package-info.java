/**
 * How Croft does what its operations decided. A {@link croft.workflow.Workflow} is a bounded
 * sequence of durable steps: each is recorded in the store, carries an idempotency token, may have
 * an undo, and goes on after a crash on any server. A {@link croft.workflow.Reconciler} keeps a
 * standing intent true: woken by signal and by timer, it compares the store with the world and
 * acts.
 *
 * <p>Both run under leases in the store, so that several servers share the work. Steps and
 * reconcilers are the only code that touches drivers.
 */
@NullMarked
package croft.workflow;

import org.jspecify.annotations.NullMarked;
