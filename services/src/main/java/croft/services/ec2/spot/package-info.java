/** Spot requests, answered at once as on-demand: there is no market here to wait for. */
@NullMarked
package croft.services.ec2.spot;

import org.jspecify.annotations.NullMarked;
