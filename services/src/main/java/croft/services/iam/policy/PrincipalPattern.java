package croft.services.iam.policy;

import croft.services.iam.policy.RequestPrincipal.Kind;

/**
 * One entry of a Principal element.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html">Principal</a>.
 */
public sealed interface PrincipalPattern {
  /** How directly this entry means the caller. */
  Grant grantTo(RequestPrincipal principal);

  /** {@code "*"} or {@code {"AWS": "*"}}. */
  record Anyone() implements PrincipalPattern {
    @Override
    public Grant grantTo(RequestPrincipal principal) {
      return principal.kind() == Kind.ROLE_SESSION ? Grant.ROLE : Grant.DIRECT;
    }
  }

  /** An account by its digits or its root's ARN: everyone in it, if the account agrees. */
  record Account(String id) implements PrincipalPattern {
    @Override
    public Grant grantTo(RequestPrincipal principal) {
      if (!principal.account().equals(id)) {
        return Grant.NONE;
      }
      return principal.kind() == Kind.ROOT ? Grant.DIRECT : Grant.ACCOUNT;
    }
  }

  /** A user, role or session by ARN. */
  record Named(String arn) implements PrincipalPattern {
    @Override
    public Grant grantTo(RequestPrincipal principal) {
      if (principal.kind() == Kind.SERVICE) {
        return Grant.NONE;
      }
      if (arn.equals(principal.arn())) {
        return Grant.DIRECT;
      }
      return arn.equals(principal.roleArn()) ? Grant.ROLE : Grant.NONE;
    }

    /** The account the ARN names. */
    String account() {
      return arn.split(":", 6)[4];
    }
  }

  /** A user or role by its unique identifier, as AWS shows one whose name is gone. */
  record Unique(String id) implements PrincipalPattern {
    @Override
    public Grant grantTo(RequestPrincipal principal) {
      return switch (principal.kind()) {
        case USER -> id.equals(principal.uniqueId()) ? Grant.DIRECT : Grant.NONE;
        case ROLE_SESSION -> principal.uniqueId().startsWith(id + ":") ? Grant.ROLE : Grant.NONE;
        case ROOT, FEDERATED_USER, FEDERATED, SERVICE, ANONYMOUS -> Grant.NONE;
      };
    }
  }

  /** An AWS service by its host name. */
  record Service(String hostName) implements PrincipalPattern {
    @Override
    public Grant grantTo(RequestPrincipal principal) {
      boolean same = principal.kind() == Kind.SERVICE && hostName.equals(principal.arn());
      return same ? Grant.DIRECT : Grant.NONE;
    }
  }

  /** Someone an identity provider vouches for, by the provider's name or ARN. */
  record Federated(String provider) implements PrincipalPattern {
    @Override
    public Grant grantTo(RequestPrincipal principal) {
      boolean same = principal.kind() == Kind.FEDERATED && provider.equals(principal.arn());
      return same ? Grant.DIRECT : Grant.NONE;
    }
  }

  /** An account by its canonical user identifier. */
  record CanonicalUser(String id) implements PrincipalPattern {
    @Override
    public Grant grantTo(RequestPrincipal principal) {
      if (!id.equals(principal.canonicalUserId())) {
        return Grant.NONE;
      }
      return principal.kind() == Kind.ROOT ? Grant.DIRECT : Grant.ACCOUNT;
    }
  }
}
