/** Reusable delegation sets: name servers that several zones share. */
@NullMarked
package croft.services.route53.delegationset;

import org.jspecify.annotations.NullMarked;
