/**
 * Amazon SNS: topics, who subscribes to them, what is published and how it gets there. It calls SQS
 * through its API, as a service that queues' policies know; nothing else.
 */
@NullMarked
package croft.services.sns;

import org.jspecify.annotations.NullMarked;
