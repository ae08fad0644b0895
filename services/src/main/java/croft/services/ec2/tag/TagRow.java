package croft.services.ec2.tag;

/** One tag on one resource; {@code resourceType} is EC2's word, such as {@code instance}. */
public record TagRow(
    String scope, String resourceId, String resourceType, String key, String value) {

  /** The key of the row: a resource has one value for a key. */
  public String id() {
    return resourceId + "/" + key;
  }
}
