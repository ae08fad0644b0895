@NullMarked
package croft.services.elasticloadbalancingv2.balancing;

import org.jspecify.annotations.NullMarked;
