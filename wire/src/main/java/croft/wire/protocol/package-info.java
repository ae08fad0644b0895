/**
 * AWS's protocol families: which call a request is, and what surrounds the documents that {@link
 * croft.wire.codec} reads and writes. {@link croft.wire.protocol.Router} finds service, operation
 * and protocol of a request; a {@link croft.wire.protocol.WireProtocol} turns it into the
 * operation's input and the output, or an error, into a response. All of it is driven by the {@link
 * croft.wire.schema.ServiceModel}s handed in; no service is known here.
 */
@NullMarked
package croft.wire.protocol;

import org.jspecify.annotations.NullMarked;
