/** Hosted zones, public and private, and the VPCs that private ones are for. */
@NullMarked
package croft.services.route53.hostedzone;

import org.jspecify.annotations.NullMarked;
