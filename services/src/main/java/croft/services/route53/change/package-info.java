/** Changes of zones, from their request to the moment the resolvers answer by them. */
@NullMarked
package croft.services.route53.change;

import org.jspecify.annotations.NullMarked;
