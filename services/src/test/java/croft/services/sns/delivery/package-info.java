@NullMarked
package croft.services.sns.delivery;

import org.jspecify.annotations.NullMarked;
