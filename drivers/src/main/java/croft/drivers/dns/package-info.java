/**
 * Answers DNS questions (RFC 1034, 1035): listeners over UDP and TCP, the search of an answer over
 * several sources of names, and the way to another server for all other names. What names there
 * are, it is told by its {@link croft.drivers.dns.NameSource}s.
 */
@NullMarked
package croft.drivers.dns;

import org.jspecify.annotations.NullMarked;
