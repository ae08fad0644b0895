/** AWS Secrets Manager. Calls KMS as the caller. */
@NullMarked
package croft.services.secretsmanager;

import org.jspecify.annotations.NullMarked;
