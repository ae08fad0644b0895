package croft.workflow;

import org.jspecify.annotations.Nullable;

/**
 * What a step knows of itself.
 *
 * @param token 32 hex digits, the same at every attempt of this step and no other: a client token
 *     that makes what the step calls idempotent
 * @param attempt 1, 2, 3 … since the last step that succeeded
 * @param failure why the workflow failed, within an undo; else null
 */
public record StepContext(String token, int attempt, @Nullable String failure) {}
