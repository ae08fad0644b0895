@NullMarked
package croft.services.sqs.message;

import org.jspecify.annotations.NullMarked;
