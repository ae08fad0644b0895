package croft.services.resource;

/**
 * What a change of a property does to a thing.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html">update
 * behaviors</a>.
 */
public enum UpdateRequires {
  NO_INTERRUPTION,
  SOME_INTERRUPTION,
  REPLACEMENT
}
