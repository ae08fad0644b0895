/** Filter policies: which messages a subscription wants, by their attributes or their bodies. */
@NullMarked
package croft.services.sns.filter;

import org.jspecify.annotations.NullMarked;
