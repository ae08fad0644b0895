package croft.services.resource;

import croft.base.ServiceError;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What came of a creation.
 *
 * @param physicalId what Ref gives and {@link ResourceRequest#physicalId} will say
 * @param remembered what only the creation tells, such as a secret key; comes back as {@link
 *     ResourceRequest#remembered} and is kept encrypted
 */
public record Made(String physicalId, ObjectNode remembered) {

  /** With nothing to remember. */
  public static Made of(String physicalId) {
    return new Made(physicalId, JsonMapper.shared().createObjectNode());
  }

  /** The same, remembering one more text. */
  public Made remember(String name, String value) {
    return new Made(physicalId, remembered.deepCopy().put(name, value));
  }

  /**
   * The same, once something more is done to what is made; when that fails, the thing is still
   * known.
   *
   * @throws HalfMadeException when the step throws a {@link ServiceError}
   */
  public Made then(Runnable step) {
    try {
      step.run();
      return this;
    } catch (ServiceError e) {
      throw new HalfMadeException(this, e);
    }
  }
}
