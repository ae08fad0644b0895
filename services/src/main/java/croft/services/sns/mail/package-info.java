/** Mail, by a relay or into a folder. */
@NullMarked
package croft.services.sns.mail;

import org.jspecify.annotations.NullMarked;
