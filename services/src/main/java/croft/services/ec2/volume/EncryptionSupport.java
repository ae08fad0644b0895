package croft.services.ec2.volume;

import java.util.Optional;

/** Whether this machine can encrypt volumes. */
@FunctionalInterface
public interface EncryptionSupport {
  /** What it lacks and how to get it, or nothing. */
  Optional<String> missing();
}
