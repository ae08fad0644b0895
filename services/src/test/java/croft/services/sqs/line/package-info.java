@NullMarked
package croft.services.sqs.line;

import org.jspecify.annotations.NullMarked;
