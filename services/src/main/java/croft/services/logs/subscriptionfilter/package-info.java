/** Filters that pass events on to queues and web servers, and what carries them there. */
@NullMarked
package croft.services.logs.subscriptionfilter;

import org.jspecify.annotations.NullMarked;
