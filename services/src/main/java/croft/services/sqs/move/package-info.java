/** Tasks that move dead letters to other queues, at their pace, until they are done or stopped. */
@NullMarked
package croft.services.sqs.move;

import org.jspecify.annotations.NullMarked;
