package croft.services.ec2.vpc;

/** That a scope has had its default VPC, though it may be deleted since. */
public record NetworkUse(String scope) {
  public String id() {
    return "used";
  }
}
