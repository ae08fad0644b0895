package croft.services.iam.policy;

/** Where a policy is attached, with the words AWS's denials use for it. */
public enum PolicyType {
  SERVICE_CONTROL("a service control policy", "service control policy"),
  RESOURCE_CONTROL("a resource control policy", "resource control policy"),
  VPC_ENDPOINT("a VPC endpoint policy", "VPC endpoint policy"),
  RESOURCE("a resource-based policy", "resource-based policy"),
  IDENTITY("an identity-based policy", "identity-based policy"),
  PERMISSIONS_BOUNDARY("a permissions boundary", "permissions boundary"),
  SESSION("a session policy", "session policy");

  private final String withArticle;
  private final String noun;

  PolicyType(String withArticle, String noun) {
    this.withArticle = withArticle;
    this.noun = noun;
  }

  String withArticle() {
    return withArticle;
  }

  String noun() {
    return noun;
  }
}
