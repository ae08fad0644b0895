package croft.services.sqs.line;

import org.jspecify.annotations.Nullable;

/**
 * What came of a place that was wanted.
 *
 * @param place the place, to be kept; null when the message is there already
 * @param deduplication to be kept with it; null for none
 * @param messageId the message's, or that of the one that is there
 * @param order its place, or that of the one that is there
 */
public record Spot(
    @Nullable Place place, @Nullable Deduplication deduplication, String messageId, long order) {}
