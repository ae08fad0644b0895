/**
 * CloudWatch Logs Insights' query language: what a query means, and what it makes of records. Knows
 * neither where records are kept nor who asks; takes no time of its own.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html">Query
 * syntax</a>.
 */
@NullMarked
package croft.services.logs.query;

import org.jspecify.annotations.NullMarked;
