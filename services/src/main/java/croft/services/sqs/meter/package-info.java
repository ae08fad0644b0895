/** What queues did and how full they are, as metrics of {@code AWS/SQS}. */
@NullMarked
package croft.services.sqs.meter;

import org.jspecify.annotations.NullMarked;
