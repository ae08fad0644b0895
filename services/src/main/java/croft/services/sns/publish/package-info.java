/**
 * Publishing: what a message must be like, whom it is for, and the one transaction that keeps it
 * for all of them.
 */
@NullMarked
package croft.services.sns.publish;

import org.jspecify.annotations.NullMarked;
