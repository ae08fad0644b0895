/**
 * Queues: their names, attributes, policies and tags, who may use them, and where they are asked.
 */
@NullMarked
package croft.services.sqs.queue;

import org.jspecify.annotations.NullMarked;
