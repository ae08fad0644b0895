@NullMarked
package croft.services.elasticloadbalancingv2.listener;

import org.jspecify.annotations.NullMarked;
