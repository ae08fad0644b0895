/** Identity providers that roles may trust: OpenID Connect and SAML 2.0, as records. */
@NullMarked
package croft.services.iam.provider;

import org.jspecify.annotations.NullMarked;
