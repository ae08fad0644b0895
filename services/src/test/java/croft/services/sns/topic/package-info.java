@NullMarked
package croft.services.sns.topic;

import org.jspecify.annotations.NullMarked;
