/**
 * HTTP as the rest of Croft sees it: a request comes in, a response goes out, both plain values but
 * for the body, which streams. The engine behind is Netty; the handler runs on a virtual thread and
 * may block.
 */
@NullMarked
package croft.wire.http;

import org.jspecify.annotations.NullMarked;
