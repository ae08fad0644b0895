/**
 * The language of filter patterns: terms, JSON and fields between spaces. Knows nothing of where
 * events are kept.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html">Filter
 * pattern syntax</a>.
 */
@NullMarked
package croft.services.logs.pattern;

import org.jspecify.annotations.NullMarked;
