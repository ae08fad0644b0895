/**
 * Queues: messages that are kept until somebody has dealt with them. Owns the queues, their
 * messages and the order of these; calls no other service.
 */
@NullMarked
package croft.services.sqs;

import org.jspecify.annotations.NullMarked;
