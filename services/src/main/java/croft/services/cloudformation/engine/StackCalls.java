package croft.services.cloudformation.engine;

import croft.services.cloudformation.stack.Stack;
import croft.services.operation.Call;

/** As whom a stack's resources are made. */
@FunctionalInterface
public interface StackCalls {
  /** The host name under which CloudFormation passes on calls. */
  String HOST = "cloudformation.amazonaws.com";

  /**
   * A call by the stack's role, or else whoever asked for its operation.
   *
   * @throws croft.base.ServiceError when the role is not there or lets CloudFormation not in
   */
  Call of(Stack stack);
}
