package croft.services.ec2.launchtemplate;

import croft.api.ec2.RunInstancesRequest;
import croft.api.ec2.ValidationError;
import croft.api.ec2.ValidationWarning;
import croft.base.ServiceError;
import croft.services.ec2.instance.RunInstances;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells at once what a launch from a template would be refused for. A template is only words, so it
 * is kept all the same, as EC2 keeps one.
 */
final class TemplateWarnings {
  private TemplateWarnings() {}

  static @Nullable ValidationWarning of(String data) {
    try {
      RunInstances.requireHonoured(TemplateData.read(data, RunInstancesRequest::read));
      return null;
    } catch (ServiceError e) {
      return ValidationWarning.builder()
          .errors(List.of(ValidationError.builder().code(e.code()).message(e.message()).build()))
          .build();
    }
  }
}
