/** Listeners and their rules, with certificates and TLS policies. */
@NullMarked
package croft.services.elasticloadbalancingv2.listener;

import org.jspecify.annotations.NullMarked;
