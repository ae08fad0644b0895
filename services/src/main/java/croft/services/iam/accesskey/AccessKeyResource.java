package croft.services.iam.accesskey;

import static croft.services.resource.PropertyType.INTEGER;
import static croft.services.resource.PropertyType.STRING;

import croft.api.iam.AccessKeyMetadata;
import croft.api.iam.CreateAccessKeyRequest;
import croft.api.iam.DeleteAccessKeyRequest;
import croft.api.iam.IamApi;
import croft.api.iam.ListAccessKeysRequest;
import croft.api.iam.UpdateAccessKeyRequest;
import croft.services.resource.Documents;
import croft.services.resource.Made;
import croft.services.resource.Missing;
import croft.services.resource.Progress;
import croft.services.resource.Property;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::IAM::AccessKey}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-accesskey.html">AWS::IAM::AccessKey</a>.
 */
public final class AccessKeyResource implements ResourceType {
  private static final String SECRET = "SecretAccessKey";
  private static final String ACTIVE = "Active";
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::IAM::AccessKey", "Id")
          .with(
              Property.of("Serial", INTEGER).replacing(),
              Property.of("Status", STRING),
              Property.of("UserName", STRING).needed().replacing())
          .attributes("Id", SECRET);

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  private static IamApi iam(ResourceRequest request) {
    return new IamApi(request.calls());
  }

  /**
   * Makes a key. IAM takes no token for one and never tells a secret again: a key that a cut off
   * call made, the youngest of its user that no other resource has, is replaced by another.
   */
  @Override
  public Made create(ResourceRequest request) {
    String user = request.text("UserName");
    if (request.repeated()) {
      lost(request, user)
          .ifPresent(id -> iam(request).deleteAccessKey(new DeleteAccessKeyRequest(user, id)));
    }
    croft.api.iam.AccessKey key =
        Objects.requireNonNull(
            iam(request).createAccessKey(new CreateAccessKeyRequest(user)).accessKey());
    String id = Objects.requireNonNull(key.accessKeyId());
    return Made.of(id)
        .remember(SECRET, Objects.requireNonNull(key.secretAccessKey()))
        .then(() -> setStatus(request, user, id));
  }

  private static Optional<String> lost(ResourceRequest request, String user) {
    return keys(request, user).stream()
        .filter(key -> !request.formerIds().contains(key.accessKeyId()))
        .max(Comparator.comparing(key -> Objects.requireNonNull(key.createDate())))
        .map(AccessKeyMetadata::accessKeyId);
  }

  private static List<AccessKeyMetadata> keys(ResourceRequest request, String user) {
    return iam(request)
        .listAccessKeys(ListAccessKeysRequest.builder().userName(user).build())
        .accessKeyMetadataOrEmpty();
  }

  private static void setStatus(ResourceRequest request, String user, String id) {
    if (request.changed("Status")) {
      String status = request.properties().path("Status").asString(ACTIVE);
      iam(request).updateAccessKey(new UpdateAccessKeyRequest(user, id, status));
    }
  }

  @Override
  public void update(ResourceRequest request) {
    setStatus(request, request.text("UserName"), request.physicalId());
  }

  @Override
  public Progress delete(ResourceRequest request) {
    DeleteAccessKeyRequest delete =
        new DeleteAccessKeyRequest(request.text("UserName"), request.physicalId());
    Missing.passedOver(() -> iam(request).deleteAccessKey(delete));
    return Progress.done();
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    Optional<List<AccessKeyMetadata>> keys =
        Missing.empty(() -> keys(request, request.text("UserName")));
    return keys.orElse(List.of()).stream()
        .filter(key -> request.physicalId().equals(key.accessKeyId()))
        .findFirst()
        .map(key ->
            Documents.object()
                .put("Id", key.accessKeyId())
                .put("Status", key.status())
                .put("UserName", key.userName()));
  }

  @Override
  public JsonNode attribute(ResourceRequest request, String name) {
    return name.equals(SECRET)
        ? request.remembered().path(SECRET)
        : ResourceType.super.attribute(request, name);
  }

  @Override
  public List<String> list(ResourceRequest request) {
    String user = request.text("UserName");
    return user.isEmpty()
        ? List.of()
        : keys(request, user).stream()
            .map(key -> Objects.requireNonNull(key.accessKeyId()))
            .toList();
  }
}
