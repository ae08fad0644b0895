/**
 * Amazon Route 53: hosted zones and their record sets, health checks, and what the zones answer. It
 * calls no other service; what it must know of VPCs and of alias targets is told by interfaces.
 * Resolvers reach it through {@link croft.services.route53.answer.Zones} alone.
 */
@NullMarked
package croft.services.route53;

import org.jspecify.annotations.NullMarked;
