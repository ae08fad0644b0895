/** The limits of accounts, zones and delegation sets, and how far they are used. */
@NullMarked
package croft.services.route53.limit;

import org.jspecify.annotations.NullMarked;
