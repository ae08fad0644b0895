/** Users: they and their tags, inline and attached policies and permissions boundary. */
@NullMarked
package croft.services.iam.user;

import org.jspecify.annotations.NullMarked;
