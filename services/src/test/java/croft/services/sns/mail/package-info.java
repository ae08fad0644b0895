@NullMarked
package croft.services.sns.mail;

import org.jspecify.annotations.NullMarked;
