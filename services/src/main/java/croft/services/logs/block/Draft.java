package croft.services.logs.block;

/**
 * An event that is to be kept.
 *
 * @param at when it happened, in milliseconds since the epoch
 */
public record Draft(long at, String message) {}
