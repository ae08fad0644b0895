package croft.services.iam.inlinepolicy;

/** Who can hold policies, with AWS's default quotas. */
public enum HolderKind {
  USER("user", 2048, "PoliciesPerUser"),
  GROUP("group", 5120, "PoliciesPerGroup"),
  ROLE("role", 10240, "PoliciesPerRole");

  private final String noun;
  private final int inlineCharacters;
  private final String attachmentQuota;

  HolderKind(String noun, int inlineCharacters, String attachmentQuota) {
    this.noun = noun;
    this.inlineCharacters = inlineCharacters;
    this.attachmentQuota = attachmentQuota;
  }

  /** As messages say it. */
  public String noun() {
    return noun;
  }

  /** All inline policies of one holder together, white space not counted. */
  int inlineCharacters() {
    return inlineCharacters;
  }

  public String attachmentQuota() {
    return attachmentQuota;
  }
}
