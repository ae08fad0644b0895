/** The tags of classic load balancers. */
@NullMarked
package croft.services.elasticloadbalancing.tag;

import org.jspecify.annotations.NullMarked;
