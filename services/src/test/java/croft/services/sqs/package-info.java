@NullMarked
package croft.services.sqs;

import org.jspecify.annotations.NullMarked;
