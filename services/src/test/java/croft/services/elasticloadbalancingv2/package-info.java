@NullMarked
package croft.services.elasticloadbalancingv2;

import org.jspecify.annotations.NullMarked;
