/**
 * CloudWatch Logs: what programs say, kept in streams of groups, searched and watched. Owns groups,
 * streams, their events, the filters over these and the queries; publishes metrics, and sends to
 * queues as the service their policies name.
 */
@NullMarked
package croft.services.logs;

import org.jspecify.annotations.NullMarked;
