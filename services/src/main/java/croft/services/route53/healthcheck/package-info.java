/** Health checks: their configuration, the looks at their targets, and what came of these. */
@NullMarked
package croft.services.route53.healthcheck;

import org.jspecify.annotations.NullMarked;
