package croft.services.iam.policy;

/**
 * A policy in force.
 *
 * @param name an inline policy's name or a managed policy's ARN, for telling what decided
 */
public record AttachedPolicy(String name, Policy policy) {}
