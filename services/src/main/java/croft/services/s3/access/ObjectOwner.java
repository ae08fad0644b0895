package croft.services.s3.access;

import org.jspecify.annotations.Nullable;

/**
 * Who owns an object, and who else may use it.
 *
 * @param account the owner
 * @param acl the document of its access control list; null when it gives nothing to others
 */
public record ObjectOwner(String account, @Nullable String acl) {}
