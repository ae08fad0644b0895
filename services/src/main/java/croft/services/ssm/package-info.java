/**
 * AWS Systems Manager, of which Croft has Parameter Store. Calls KMS for secure strings, and EC2
 * for parameters that name images, both as the caller.
 */
@NullMarked
package croft.services.ssm;

import org.jspecify.annotations.NullMarked;
