package croft.services.cloudformation.template.function;

import java.util.Set;

/**
 * Values that every template may refer to.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html">pseudo
 * parameters</a>.
 */
public final class PseudoParameters {
  public static final Set<String> NAMES =
      Set.of(
          "AWS::AccountId",
          "AWS::NotificationARNs",
          "AWS::NoValue",
          "AWS::Partition",
          "AWS::Region",
          "AWS::StackId",
          "AWS::StackName",
          "AWS::URLSuffix");

  private PseudoParameters() {}
}
