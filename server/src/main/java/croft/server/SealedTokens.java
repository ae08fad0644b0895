package croft.server;

import croft.services.ec2.describe.Paging;
import croft.wire.protocol.PageToken;

/** EC2's paging tokens, sealed by the server's key. */
record SealedTokens(PageToken tokens) implements Paging.Tokens {
  @Override
  public String seal(String purpose, String position) {
    return tokens.issue(position, purpose);
  }

  @Override
  public String open(String purpose, String token) {
    return tokens.position(token, "InvalidParameterValue", purpose);
  }
}
