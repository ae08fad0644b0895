@NullMarked
package croft.services.sqs.queue;

import org.jspecify.annotations.NullMarked;
