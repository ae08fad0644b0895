/** The signature of messages, and the certificate it is checked by. */
@NullMarked
package croft.services.sns.signature;

import org.jspecify.annotations.NullMarked;
