/** Sessions: temporary credentials of roles and users, made for STS and for instances. */
@NullMarked
package croft.services.iam.session;

import org.jspecify.annotations.NullMarked;
