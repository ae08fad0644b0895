@NullMarked
package croft.services.sns.subscription;

import org.jspecify.annotations.NullMarked;
