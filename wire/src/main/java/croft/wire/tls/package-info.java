/**
 * The certificates Croft serves HTTPS with: a certificate authority of its own, made at first use,
 * and a server certificate that it signs and renews. Clients trust one file, the authority's.
 */
@NullMarked
package croft.wire.tls;

import org.jspecify.annotations.NullMarked;
