/** Secrets, their versions and stages, their policies and tags. */
@NullMarked
package croft.services.secretsmanager.secret;

import org.jspecify.annotations.NullMarked;
