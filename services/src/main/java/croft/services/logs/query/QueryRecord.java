package croft.services.logs.query;

import java.time.Instant;

/**
 * An event that a query looks at.
 *
 * @param at {@code @timestamp}
 * @param ingested {@code @ingestionTime}
 * @param logGroup {@code @log}: account and name, {@code 123456789012:/my/group}
 * @param stream {@code @logStream}
 * @param message {@code @message}
 * @param pointer {@code @ptr}, for GetLogRecord
 */
public record QueryRecord(
    Instant at, Instant ingested, String logGroup, String stream, String message, String pointer) {}
