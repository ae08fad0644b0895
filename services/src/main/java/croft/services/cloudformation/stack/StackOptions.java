package croft.services.cloudformation.stack;

import java.util.List;

/**
 * What a caller said of how a stack is to be handled.
 *
 * @param timeoutMinutes how long a creation may take; 0 for as long as it needs
 * @param roleArn whom the stack's calls are made as; empty for its caller
 * @param policy the stack policy's document; empty for none
 */
public record StackOptions(
    OnFailure onFailure,
    int timeoutMinutes,
    boolean terminationProtection,
    String roleArn,
    List<String> notificationArns,
    List<String> capabilities,
    String policy) {
  /** What holds when nothing is said. */
  public static final StackOptions USUAL =
      new StackOptions(OnFailure.ROLLBACK, 0, false, "", List.of(), List.of(), "");

  public StackOptions {
    notificationArns = List.copyOf(notificationArns);
    capabilities = List.copyOf(capabilities);
  }

  public StackOptions on(OnFailure then) {
    return new StackOptions(
        then,
        timeoutMinutes,
        terminationProtection,
        roleArn,
        notificationArns,
        capabilities,
        policy);
  }

  public StackOptions withTerminationProtection(boolean on) {
    return new StackOptions(
        onFailure, timeoutMinutes, on, roleArn, notificationArns, capabilities, policy);
  }

  public StackOptions withPolicy(String document) {
    return new StackOptions(
        onFailure,
        timeoutMinutes,
        terminationProtection,
        roleArn,
        notificationArns,
        capabilities,
        document);
  }
}
