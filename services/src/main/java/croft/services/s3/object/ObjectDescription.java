package croft.services.s3.object;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that an object has besides its bytes.
 *
 * @param metadata of the user, names in lower case without {@code x-amz-meta-}
 * @param storageClass a label: every class is kept alike
 * @param redirect where a website sends who asks for it, or null
 * @param owner the account
 * @param acl the access room's document, or null
 */
public record ObjectDescription(
    SystemHeaders headers,
    Map<String, String> metadata,
    Map<String, String> tags,
    String storageClass,
    ObjectLock lock,
    @Nullable String redirect,
    String owner,
    @Nullable String acl) {
  public static final String STANDARD = "STANDARD";

  public ObjectDescription {
    metadata = Map.copyOf(metadata);
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags)); // in their order
  }

  /** Of a delete marker, which has nothing but an owner. */
  static ObjectDescription ofMarker(String owner) {
    return new ObjectDescription(
        SystemHeaders.NONE, Map.of(), Map.of(), STANDARD, ObjectLock.NONE, null, owner, null);
  }

  public ObjectDescription with(ObjectLock otherLock) {
    return new ObjectDescription(
        headers, metadata, tags, storageClass, otherLock, redirect, owner, acl);
  }

  public ObjectDescription tagged(Map<String, String> otherTags) {
    return new ObjectDescription(
        headers, metadata, otherTags, storageClass, lock, redirect, owner, acl);
  }

  public ObjectDescription controlledBy(@Nullable String otherAcl) {
    return new ObjectDescription(
        headers, metadata, tags, storageClass, lock, redirect, owner, otherAcl);
  }
}
