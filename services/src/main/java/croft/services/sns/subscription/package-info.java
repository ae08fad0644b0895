/** Subscriptions: how they are asked for, confirmed, changed and ended. */
@NullMarked
package croft.services.sns.subscription;

import org.jspecify.annotations.NullMarked;
