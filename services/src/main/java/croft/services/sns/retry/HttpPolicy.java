package croft.services.sns.retry;

/**
 * How messages go to a web server.
 *
 * @param receivesPerSecond the most messages in a second; 0 for no limit
 * @param contentType what the server is told the body is
 */
public record HttpPolicy(RetrySchedule retries, int receivesPerSecond, String contentType) {}
