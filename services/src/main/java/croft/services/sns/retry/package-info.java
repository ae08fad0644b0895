/** Delivery policies: how often and with which pauses a message is tried again. */
@NullMarked
package croft.services.sns.retry;

import org.jspecify.annotations.NullMarked;
