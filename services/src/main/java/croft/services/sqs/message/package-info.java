/**
 * Messages: sent, received, hidden and deleted. What a message says is kept apart from its place,
 * and sealed where its queue encrypts.
 */
@NullMarked
package croft.services.sqs.message;

import org.jspecify.annotations.NullMarked;
