@NullMarked
package croft.services.sqs.meter;

import org.jspecify.annotations.NullMarked;
