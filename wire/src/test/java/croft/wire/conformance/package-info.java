/**
 * AWS's own protocol conformance cases, run against every protocol: what a server must read from
 * each request and write as each response and error. The shapes and cases are generated from
 * Smithy's protocol test models; the ones left out stand in {@code left-out.txt}, each with its
 * reason.
 */
@NullMarked
package croft.wire.conformance;

import org.jspecify.annotations.NullMarked;
