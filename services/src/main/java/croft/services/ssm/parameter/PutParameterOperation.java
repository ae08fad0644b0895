package croft.services.ssm.parameter;

import static croft.services.operation.Binding.bind;
import static croft.services.operation.Requests.on;

import croft.api.ec2.DescribeImagesRequest;
import croft.api.ec2.Ec2Api;
import croft.api.ssm.PutParameterRequest;
import croft.api.ssm.PutParameterResult;
import croft.api.ssm.SsmModel;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.store.Store;
import croft.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * PutParameter.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html">PutParameter</a>.
 */
public final class PutParameterOperation {
  static final String STANDARD = "Standard";
  static final String ADVANCED = "Advanced";

  private static final int STANDARD_BYTES = 4096;
  private static final int ADVANCED_BYTES = 8192;
  private static final int MOST_VERSIONS = 100;
  private static final int MOST_STANDARD = 10_000;
  private static final String IMAGE = "aws:ec2:image";

  private final SsmParts parts;
  private final Store store;
  private final ParameterValues values;

  public PutParameterOperation(SsmParts parts) {
    this.parts = parts;
    this.store = parts.store();
    this.values = new ParameterValues(parts);
  }

  /** The operation with the access it needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(bind(SsmModel.PUT_PARAMETER, this::access, this::put));
  }

  private List<Access> access(Call call, PutParameterRequest request) {
    Map<String, String> tags = ParameterTags.requested(request.tagsOrEmpty());
    Access put = ParameterLookup.access(store, call, "ssm:PutParameter", request.name());
    Map<String, List<String>> context = new HashMap<>(put.context());
    context.put("ssm:Overwrite", List.of(Boolean.toString(on(request.overwrite()))));
    context.put("ssm:Policies", List.of(Boolean.toString(request.policies() != null)));
    context.putAll(Requests.requestTags(tags));
    List<Access> all = new ArrayList<>();
    all.add(put.with(context));
    if (!tags.isEmpty()) {
      all.add(
          ParameterLookup.access(store, call, "ssm:AddTagsToResource", request.name())
              .with(context));
    }
    return all;
  }

  private PutParameterResult put(Call call, PutParameterRequest request) {
    ParameterName name = ParameterName.of(call, request.name());
    if (!name.scope().equals(call.scope()) || !name.selector().isEmpty()) {
      throw Requests.validation("Parameter name must be a fully qualified name.");
    }
    ParameterName.check(name.name());
    if (on(request.overwrite()) && !request.tagsOrEmpty().isEmpty()) {
      throw Requests.validation(
          "Invalid request: tags and overwrite can't be used together. To create a parameter with"
              + " tags, please remove overwrite flag. To update tags for an existing parameter,"
              + " please use AddTagsToResource or RemoveTagsFromResource.");
    }
    Map<String, String> tags = ParameterTags.with(Map.of(), request.tagsOrEmpty());
    Optional<ParameterVersion> former = store.read(tx -> former(tx, name));
    checkOverwrite(former, request);
    ParameterVersion version = version(call, name, request, former.orElse(null));
    return store.write(tx -> {
      Optional<ParameterVersion> present = former(tx, name);
      checkOverwrite(present, request);
      // KMS was asked outside of this transaction: another put may have come between.
      long number = present.map(ParameterVersion::number).orElse(0L) + 1;
      ParameterVersion numbered = version.numbered(number);
      Map<String, String> kept =
          tx.get(Parameter.TABLE, call.scope(), name.name()).map(Parameter::tags).orElse(tags);
      if (present.isEmpty() && tx.list(Parameter.TABLE, call.scope()).size() >= MOST_STANDARD) {
        throw ServiceError.badRequest(
            "ParameterLimitExceeded",
            "You have exceeded the number of parameters for this account.");
      }
      dropOldest(tx, name);
      tx.put(
          Parameter.TABLE, new Parameter(call.account(), call.region(), name.name(), number, kept));
      tx.insert(ParameterVersion.TABLE, numbered);
      return PutParameterResult.builder().version(number).tier(numbered.tier()).build();
    });
  }

  private static Optional<ParameterVersion> former(Transaction tx, ParameterName name) {
    return tx.get(Parameter.TABLE, name.scope(), name.name())
        .map(parameter -> ParameterLookup.latest(tx, parameter));
  }

  private static void checkOverwrite(
      Optional<ParameterVersion> former, PutParameterRequest request) {
    if (former.isEmpty()) {
      if (request.type() == null) {
        throw Requests.validation("A parameter type is required when you create a parameter.");
      }
      return;
    }
    if (!on(request.overwrite())) {
      throw ServiceError.badRequest(
          "ParameterAlreadyExists",
          "The parameter already exists. To overwrite this value, set the overwrite option in the"
              + " request to true.");
    }
    if (request.type() != null && !request.type().equals(former.get().type())) {
      throw ServiceError.badRequest(
          "HierarchyTypeMismatchException",
          "Parameter Store does not support changing a parameter type in a hierarchy. For example,"
              + " you can't change a parameter from a String type to a SecureString type. You must"
              + " create a new, unique parameter.");
    }
  }

  /** The version as asked for, encrypted, at the number 0. */
  private ParameterVersion version(
      Call call,
      ParameterName name,
      PutParameterRequest request,
      @Nullable ParameterVersion former) {
    String value = Requests.required(request.value(), "value");
    String type = former == null ? Requests.required(request.type(), "type") : former.type();
    ParameterPolicies policies = policies(call, request, former);
    String tier = tier(request, value, policies, former);
    checkSize(value, tier);
    String dataType = dataType(call, request.dataType(), type, value);
    String pattern = kept(request.allowedPattern(), former == null ? "" : former.allowedPattern());
    AllowedPattern.check(pattern, value);
    boolean secure = type.equals(ParameterVersion.SECURE);
    if (!secure && request.keyId() != null) {
      throw Requests.validation("KeyId is required for SecureString type parameter only.");
    }
    String keyId = secure ? kept(request.keyId(), ParameterValues.USUAL_KEY) : "";
    String arn = name.arn().toString();
    return new ParameterVersion(
        call.scope(),
        name.name(),
        0,
        type,
        secure
            ? values.encrypt(call, arn, keyId, value, tier.equals(STANDARD))
            : values.seal(arn, value),
        keyId,
        kept(request.description(), former == null ? "" : former.description()),
        pattern,
        tier,
        dataType,
        policies.text(),
        policies.expiresAt(),
        call.at(),
        call.caller().arn().toString(),
        List.of());
  }

  private static String kept(@Nullable String asked, String former) {
    return Objects.requireNonNullElse(asked, former);
  }

  private static ParameterPolicies policies(
      Call call, PutParameterRequest request, @Nullable ParameterVersion former) {
    if (request.policies() != null) {
      return ParameterPolicies.read(request.policies(), call.at());
    }
    return former == null
        ? ParameterPolicies.NONE
        : new ParameterPolicies(former.policies(), former.expiresAt());
  }

  private static String tier(
      PutParameterRequest request,
      String value,
      ParameterPolicies policies,
      @Nullable ParameterVersion former) {
    boolean advancedBefore = former != null && former.tier().equals(ADVANCED);
    String asked = kept(request.tier(), advancedBefore ? ADVANCED : STANDARD);
    if (advancedBefore && asked.equals(STANDARD)) {
      throw Requests.validation(
          "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from"
              + " the advanced-parameter tier to the standard-parameter tier. If necessary, you can"
              + " delete the advanced parameter and recreate it as a standard parameter.");
    }
    boolean needsAdvanced = bytes(value) > STANDARD_BYTES || policies.expiresAt() != null;
    if (asked.equals("Intelligent-Tiering")) {
      return advancedBefore || needsAdvanced ? ADVANCED : STANDARD;
    }
    if (asked.equals(STANDARD) && policies.expiresAt() != null) {
      throw Requests.validation(
          "Parameter policies are supported by the advanced-parameter tier only.");
    }
    return asked;
  }

  private static void checkSize(String value, String tier) {
    int most = tier.equals(STANDARD) ? STANDARD_BYTES : ADVANCED_BYTES;
    if (bytes(value) > most) {
      throw Requests.validation(
          tier
              + " tier parameters support a maximum parameter value of "
              + most
              + " characters."
              + (tier.equals(STANDARD)
                  ? " To create a larger parameter value, upgrade the parameter to use the"
                      + " advanced-parameter tier."
                  : ""));
    }
  }

  private static int bytes(String value) {
    return value.getBytes(StandardCharsets.UTF_8).length;
  }

  private String dataType(Call call, @Nullable String asked, String type, String value) {
    if (asked == null || asked.equals("text")) {
      return "text";
    }
    if (asked.equals("aws:ssm:integration")) {
      throw ServiceError.unsupported("The data type " + asked);
    }
    if (!asked.equals(IMAGE)) {
      throw Requests.validation("The following data type is not supported: " + asked);
    }
    if (!type.equals("String")) {
      throw Requests.validation("The data type " + IMAGE + " is for String parameters only.");
    }
    requireImage(call, value);
    return IMAGE;
  }

  /** As AWS does, the image is looked up as the caller. */
  private void requireImage(Call call, String imageId) {
    try {
      new Ec2Api(parts.calls().as(call.via("ssm.amazonaws.com")))
          .describeImages(DescribeImagesRequest.builder().imageIds(List.of(imageId)).build());
    } catch (ServiceError e) {
      throw e.code().equals("UnauthorizedOperation")
          ? ServiceError.badRequest("AccessDeniedException", e.message())
          : Requests.validation("The value is not an image that can be used: " + e.message());
    }
  }

  /** A hundred versions are kept, and none is dropped that somebody put a label on. */
  private static void dropOldest(Transaction tx, ParameterName name) {
    List<ParameterVersion> all =
        tx.findIn(ParameterVersion.TABLE, name.scope(), ParameterVersion.BY_NAME, name.name());
    if (all.size() < MOST_VERSIONS) {
      return;
    }
    ParameterVersion oldest = all.getFirst();
    if (!oldest.labels().isEmpty()) {
      throw ServiceError.badRequest(
          "ParameterMaxVersionLimitExceeded",
          "You attempted to create a new version of "
              + name.name()
              + " by calling the PutParameter API with the overwrite flag. Version "
              + oldest.number()
              + ", the oldest version, can't be deleted because it has a label associated with it."
              + " Move the label to another version of the parameter, and try again.");
    }
    tx.delete(
        ParameterVersion.TABLE, name.scope(), ParameterVersion.id(oldest.name(), oldest.number()));
  }
}
