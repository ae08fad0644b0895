/**
 * Watches instances from the host's side: {@link croft.agent.HostAgent} asks the compute driver for
 * each one's state and numbers, looks whether it answers, and hands the facts to a {@link
 * croft.agent.ReportSink}. It decides nothing and changes nothing.
 */
@NullMarked
package croft.agent;

import org.jspecify.annotations.NullMarked;
