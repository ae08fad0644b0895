package croft.services.ec2.image;

import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.InstanceParts;

/**
 * Makes the images that were asked for with a reboot where the instance stands still: between the
 * two halves of it.
 */
public record ImageParts(ImageReconciler making) implements InstanceParts {
  @Override
  public void prepare(Instance instance) {
    making.captureStopped(instance);
  }
}
