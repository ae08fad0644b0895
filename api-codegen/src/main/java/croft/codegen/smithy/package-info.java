/**
 * Reads Smithy models: services of AWS that have no C2J model, those of our own, and AWS's protocol
 * conformance models with their test cases.
 */
@NullMarked
package croft.codegen.smithy;

import org.jspecify.annotations.NullMarked;
