/**
 * Proves workflows: {@link croft.workflow.testing.WorkflowTrial} fails, repeats and crashes every
 * step of one in turn and compares what is left.
 */
@NullMarked
package croft.workflow.testing;

import org.jspecify.annotations.NullMarked;
