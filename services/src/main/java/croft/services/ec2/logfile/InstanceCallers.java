package croft.services.ec2.logfile;

import croft.services.ec2.instance.Instance;
import croft.services.operation.Call;
import java.util.Optional;

/** As whom the CloudWatch agent of an instance calls. */
@FunctionalInterface
public interface InstanceCallers {
  /**
   * A call as the role of the instance's profile.
   *
   * @return empty while there is no profile, no role in it, or one that does not trust EC2
   */
  Optional<Call> call(Instance instance, String region);
}
