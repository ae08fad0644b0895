/** Domain names and record values in the text forms of Route 53's API. */
@NullMarked
package croft.services.route53.name;

import org.jspecify.annotations.NullMarked;
