package croft.services.cloudformation.engine;

import croft.services.cloudformation.stack.Stack;
import croft.services.cloudformation.stack.StackRevision;

/** Reads what a stack was told to be. */
@FunctionalInterface
public interface Blueprints {
  Blueprint of(Stack stack, StackRevision revision);
}
