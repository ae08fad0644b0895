/**
 * Getting messages where they are to go, from the store: to queues, web servers and mailboxes,
 * again and again as policies say, and to dead-letter queues in the end.
 */
@NullMarked
package croft.services.sns.delivery;

import org.jspecify.annotations.NullMarked;
