@NullMarked
package croft.services.elasticloadbalancingv2.meter;

import org.jspecify.annotations.NullMarked;
