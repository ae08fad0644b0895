package croft.services.ec2.image;

import croft.api.ssm.GetParameterRequest;
import croft.api.ssm.Parameter;
import croft.api.ssm.SsmApi;
import croft.base.ServiceError;
import croft.services.operation.Call;
import croft.services.operation.InnerCalls;
import java.util.Objects;

/**
 * Image ids that stand in Parameter Store: {@code resolve:ssm:NAME}, with a version or a label
 * after another colon, looked up as the caller.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-systems-manager-parameter-to-find-AMI.html">Reference
 * AMIs using Systems Manager parameters</a>.
 */
public record ImageReference(InnerCalls calls) {
  private static final String PREFIX = "resolve:ssm:";

  public static boolean isOne(String imageId) {
    return imageId.startsWith(PREFIX);
  }

  /**
   * The id it stands for; an id stands for itself.
   *
   * @throws ServiceError {@code InvalidParameterValue} where the parameter leads nowhere, and the
   *     denial where the caller may not read it
   */
  public String resolve(Call call, String imageId) {
    if (!isOne(imageId)) {
      return imageId;
    }
    String name = imageId.substring(PREFIX.length());
    try {
      Parameter found =
          new SsmApi(calls.as(call.via("ec2.amazonaws.com")))
              .getParameter(GetParameterRequest.builder().name(name).build())
              .parameter();
      return Objects.requireNonNullElse(found == null ? null : found.value(), "");
    } catch (ServiceError e) {
      if (e.code().equals("AccessDeniedException")) {
        throw new ServiceError("UnauthorizedOperation", 403, e.message());
      }
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "The SSM parameter '" + name + "' cannot be resolved to an image id: " + e.message());
    }
  }
}
