/** Tags of everything that has an ARN here. */
@NullMarked
package croft.services.elasticloadbalancingv2.tag;

import org.jspecify.annotations.NullMarked;
