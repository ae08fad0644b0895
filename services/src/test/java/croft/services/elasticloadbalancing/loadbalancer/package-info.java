@NullMarked
package croft.services.elasticloadbalancing.loadbalancer;

import org.jspecify.annotations.NullMarked;
