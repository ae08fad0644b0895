package croft.services.ec2.launchtemplate;

import croft.api.ec2.LaunchTemplateSpecification;
import croft.api.ec2.RunInstancesRequest;
import croft.base.ServiceError;
import croft.store.Transaction;
import java.util.Map;

/**
 * A launch with what it takes from its template.
 *
 * @param request without the template, with everything the template says and the request does not
 * @param marks the tags that tell an instance's template: none for a launch without one
 */
public record TemplateLaunch(RunInstancesRequest request, Map<String, String> marks) {

  /** One instance of it, for another time. */
  public String textOfOne() {
    return TemplateData.text(request.toBuilder().minCount(1).maxCount(1).clientToken(null).build());
  }

  /** Of such a text. */
  public static TemplateLaunch ofText(String text, Map<String, String> marks) {
    return new TemplateLaunch(TemplateData.read(text, RunInstancesRequest::read), marks);
  }

  /**
   * Of a request.
   *
   * @throws ServiceError when there is no such template or version
   */
  public static TemplateLaunch of(Transaction tx, String scope, RunInstancesRequest request) {
    LaunchTemplateSpecification named = request.launchTemplate();
    if (named == null) {
      return new TemplateLaunch(request, Map.of());
    }
    Template template =
        Templates.require(tx, scope, named.launchTemplateId(), named.launchTemplateName());
    TemplateVersion version = Templates.version(tx, template, named.version());
    if (TemplateData.has(version.data(), "InstanceRequirements")
        && request.instanceType() == null) {
      throw ServiceError.unsupported("A launch by InstanceRequirements instead of a type");
    }
    String launch = TemplateData.text(request.toBuilder().launchTemplate(null).build());
    return new TemplateLaunch(
        TemplateData.read(
            TemplateData.overlaying(version.data(), launch), RunInstancesRequest::read),
        Map.of(
            "aws:ec2launchtemplate:id",
            template.id(),
            "aws:ec2launchtemplate:version",
            Long.toString(version.number())));
  }
}
