@NullMarked
package croft.services.elasticloadbalancingv2.accesslog;

import org.jspecify.annotations.NullMarked;
