/** Certificates, their keys and chains, their validation and renewal. */
@NullMarked
package croft.services.acm.certificate;

import org.jspecify.annotations.NullMarked;
