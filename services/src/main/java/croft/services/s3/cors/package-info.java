/**
 * Cross-origin requests: the preflight that browsers send, and the header fields of the answers
 * that let a page read them.
 */
@NullMarked
package croft.services.s3.cors;

import org.jspecify.annotations.NullMarked;
