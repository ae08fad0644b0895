/** Topics: their attributes, their policies, their tags. */
@NullMarked
package croft.services.sns.topic;

import org.jspecify.annotations.NullMarked;
