package croft.services.s3.access;

import croft.base.ServiceError;

/** The errors of access control lists, in S3's words. */
final class AclErrors {
  private AclErrors() {}

  static ServiceError malformed() {
    return ServiceError.badRequest(
        "MalformedACLError",
        "The XML you provided was not well-formed or did not validate against our published"
            + " schema");
  }

  static ServiceError notSupported() {
    return ServiceError.badRequest(
        "AccessControlListNotSupported", "The bucket does not allow ACLs");
  }

  static ServiceError publicBlocked() {
    return new ServiceError(
        "AccessDenied",
        403,
        "Public access control lists are prevented by the BlockPublicAcls setting in S3 Block"
            + " Public Access.");
  }

  static ServiceError otherOwner() {
    return new ServiceError("AccessDenied", 403, "Access Denied");
  }

  /** E-mail addresses of accounts are known to nobody here, and AWS no longer takes them either. */
  static ServiceError byEmail() {
    return ServiceError.badRequest(
        "UnresolvableGrantByEmailAddress",
        "The e-mail address you provided does not match any account on record.");
  }

  static ServiceError missingDocument() {
    return ServiceError.badRequest(
        "MalformedXML",
        "The XML you provided was not well-formed or did not validate against our published"
            + " schema");
  }

  /** A list comes in the body or in header fields, not in both nor in neither. */
  static void requireOneWay(boolean inBody, boolean inHeaders) {
    if (inBody && inHeaders) {
      throw ServiceError.badRequest("UnexpectedContent", "This request does not support content");
    }
    if (!inBody && !inHeaders) {
      throw ServiceError.badRequest(
          "MissingSecurityHeader", "Your request was missing a required header");
    }
  }
}
