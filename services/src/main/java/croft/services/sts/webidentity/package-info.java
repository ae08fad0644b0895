/**
 * Tokens of OpenID Connect providers: fetches a provider's keys and verifies what it signed. It
 * talks to hosts outside, with short timeouts and bounded answers, and never inside a transaction.
 */
@NullMarked
package croft.services.sts.webidentity;

import org.jspecify.annotations.NullMarked;
