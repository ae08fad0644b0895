@NullMarked
package croft.services.sns.publish;

import org.jspecify.annotations.NullMarked;
