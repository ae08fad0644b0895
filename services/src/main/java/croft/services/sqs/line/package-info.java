/**
 * The order of messages: which place each has, kept in the store, and a picture of all places of a
 * queue in memory, made from those kept when the queue is first asked. Who sends, receives or
 * deletes goes by the picture and writes what came of it before anyone hears of it.
 */
@NullMarked
package croft.services.sqs.line;

import org.jspecify.annotations.NullMarked;
