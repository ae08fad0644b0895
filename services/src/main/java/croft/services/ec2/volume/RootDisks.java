package croft.services.ec2.volume;

import croft.base.ServiceError;
import java.util.Optional;
import java.util.function.Consumer;

/** The disks of instances' roots, for who reads roots. */
public interface RootDisks {
  /**
   * Does the work while an instance's root can be read, whether the instance runs or not.
   *
   * @param work gets the id of the data key for what is made of the root; none if it is in the
   *     clear
   * @throws ServiceError when its key of KMS cannot be used
   */
  void whileOpen(Volume root, Consumer<Optional<String>> work);
}
