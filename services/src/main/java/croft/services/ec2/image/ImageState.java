package croft.services.ec2.image;

import java.util.Locale;

/** Where an image stands. */
public enum ImageState {
  PENDING,
  AVAILABLE,
  FAILED,
  DISABLED,
  /** Nobody sees it any more; it is kept while instances are made of it. */
  DEREGISTERED;

  /** As the API has it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
