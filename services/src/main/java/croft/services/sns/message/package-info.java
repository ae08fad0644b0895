/**
 * What was published and has not arrived everywhere: messages, and for each subscription that one
 * is for, its delivery.
 */
@NullMarked
package croft.services.sns.message;

import org.jspecify.annotations.NullMarked;
