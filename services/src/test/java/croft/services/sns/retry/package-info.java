@NullMarked
package croft.services.sns.retry;

import org.jspecify.annotations.NullMarked;
