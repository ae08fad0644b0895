package croft.services.operation;

import java.util.List;

/** Says which permissions a call with that input needs; written beside the operation. */
@FunctionalInterface
public interface AccessRule<I> {
  List<Access> accesses(Call call, I input);

  /** One action on {@code *}. */
  static <I> AccessRule<I> toAll(String action) {
    return (call, input) -> List.of(Access.toAll(action));
  }

  /** What AWS allows to everyone who can sign, such as {@code sts:GetCallerIdentity}. */
  static <I> AccessRule<I> everyone() {
    return (call, input) -> List.of();
  }
}
