/**
 * Identity and access management: users, groups, roles, instance profiles, policies and access
 * keys; who a signature belongs to ({@link croft.services.iam.CredentialLookup}) and whether they
 * may ({@link croft.services.iam.IamAuthorizer}). STS makes its sessions from this room's parts;
 * nothing here calls another service.
 */
@NullMarked
package croft.services.iam;

import org.jspecify.annotations.NullMarked;
