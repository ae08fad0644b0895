/** Parameters, their versions, labels, tags and policies. */
@NullMarked
package croft.services.ssm.parameter;

import org.jspecify.annotations.NullMarked;
