/** Tags of hosted zones and health checks. */
@NullMarked
package croft.services.route53.tag;

import org.jspecify.annotations.NullMarked;
