package croft.services.sqs.line;

import org.jspecify.annotations.Nullable;

/**
 * A place that is wanted for a message.
 *
 * @param key within what, and by which id, the message is the same as another one; null for one
 *     that is like no other
 * @param receives how often it was received elsewhere
 */
public record Wanted(
    String messageId,
    String groupId,
    @Nullable String key,
    long sentAtMillis,
    int receives,
    long firstReceivedAtMillis,
    long visibleAtMillis) {}
