package croft.services.logs.event;

import static croft.services.logs.LogsFixture.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.api.logs.DeleteLogGroupRequest;
import croft.api.logs.DeleteLogStreamRequest;
import croft.api.logs.FilterLogEventsRequest;
import croft.api.logs.FilteredLogEvent;
import croft.api.logs.GetLogEventsRequest;
import croft.api.logs.GetLogEventsResponse;
import croft.api.logs.InputLogEvent;
import croft.api.logs.LogsModel;
import croft.api.logs.OutputLogEvent;
import croft.api.logs.PutLogEventsResponse;
import croft.api.logs.PutRetentionPolicyRequest;
import croft.api.logs.RejectedLogEventsInfo;
import croft.base.ServiceError;
import croft.services.logs.LogsFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events are put, and found again. */
final class EventOperationsTest {
  private static final String GROUP = "/app/web";

  @TempDir Path directory;
  private LogsFixture logs;

  @BeforeEach
  void open() {
    logs = new LogsFixture(directory);
    logs.group(GROUP);
    logs.stream(GROUP, "a");
    logs.stream(GROUP, "b");
  }

  @AfterEach
  void close() {
    logs.close();
  }

  private static void assertRefused(ThrowingCallable call, String code, String words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ServiceError.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.message()).contains(words);
            });
  }

  private GetLogEventsResponse get(GetLogEventsRequest.Builder request) {
    return logs.asRoot(
        LogsModel.GET_LOG_EVENTS, request.logGroupName(GROUP).logStreamName("a").build());
  }

  private static List<String> messages(GetLogEventsResponse page) {
    return page.eventsOrEmpty().stream().map(OutputLogEvent::message).toList();
  }

  @Test
  void pagesGoForwardsAndBackwardsThroughAStream() {
    long now = logs.now();
    logs.put(GROUP, "a", IntStream.range(0, 10).mapToObj(i -> event(now + i, "m" + i)).toList());
    logs.put(GROUP, "b", "other");
    GetLogEventsResponse latest = get(GetLogEventsRequest.builder().limit(3));
    assertThat(messages(latest)).containsExactly("m7", "m8", "m9");
    GetLogEventsResponse before =
        get(GetLogEventsRequest.builder().limit(3).nextToken(latest.nextBackwardToken()));
    assertThat(messages(before)).containsExactly("m4", "m5", "m6");
    GetLogEventsResponse after =
        get(GetLogEventsRequest.builder().limit(2).nextToken(before.nextForwardToken()));
    assertThat(messages(after)).containsExactly("m7", "m8");
    GetLogEventsResponse head = get(GetLogEventsRequest.builder().startFromHead(true).limit(2));
    assertThat(messages(head)).containsExactly("m0", "m1");

    // At the end the token stays, until something comes.
    GetLogEventsResponse end =
        get(GetLogEventsRequest.builder().nextToken(latest.nextForwardToken()));
    assertThat(end.eventsOrEmpty()).isEmpty();
    assertThat(end.nextForwardToken()).isEqualTo(latest.nextForwardToken());
    logs.put(GROUP, "a", List.of(event(now + 20, "late")));
    assertThat(messages(get(GetLogEventsRequest.builder().nextToken(end.nextForwardToken()))))
        .containsExactly("late");

    assertThat(messages(get(GetLogEventsRequest.builder().startTime(now + 3).endTime(now + 5))))
        .containsExactly("m3", "m4");
    assertRefused(
        () -> get(GetLogEventsRequest.builder().nextToken("f/1/s")),
        "InvalidParameterException",
        "nextToken");
  }

  @Test
  void filtersManyStreamsInTheOrderOfTime() {
    long now = logs.now();
    logs.put(GROUP, "a", List.of(event(now - 3, "one ERROR"), event(now - 1, "three")));
    logs.put(GROUP, "b", List.of(event(now - 2, "two ERROR"), event(now, "four")));
    assertThat(logs.messages(GROUP)).containsExactly("one ERROR", "two ERROR", "three", "four");
    assertThat(logs.messages(GROUP, "ERROR")).containsExactly("one ERROR", "two ERROR");
    FilterLogEventsRequest.Builder paged =
        FilterLogEventsRequest.builder().logGroupName(GROUP).limit(1);
    assertThat(logs.filter(paged))
        .extracting(FilteredLogEvent::logStreamName)
        .containsExactly("a", "b", "a", "b");
    assertThat(
            logs.filter(
                FilterLogEventsRequest.builder()
                    .logGroupIdentifier("arn:aws:logs:us-west-2:123456789012:log-group:" + GROUP)
                    .logStreamNames(List.of("b"))
                    .endTime(now - 2)))
        .extracting(FilteredLogEvent::message)
        .containsExactly("two ERROR");
    assertThat(
            logs.filter(
                FilterLogEventsRequest.builder().logGroupName(GROUP).logStreamNamePrefix("x")))
        .isEmpty();
    assertThat(logs.filter(FilterLogEventsRequest.builder().logGroupName(GROUP)))
        .extracting(FilteredLogEvent::eventId)
        .doesNotHaveDuplicates()
        .isSorted()
        .allMatch(id -> id.length() == 56);
    assertRefused(
        () ->
            logs.filter(
                FilterLogEventsRequest.builder()
                    .logGroupName(GROUP)
                    .logStreamNames(List.of("a", "none"))),
        "ResourceNotFoundException",
        "log stream does not exist");
  }

  @Test
  void takesNoEventsThatAreTooOldOrTooNew() {
    long now = logs.now();
    long day = Duration.ofDays(1).toMillis();
    PutLogEventsResponse old =
        logs.put(
            GROUP,
            "a",
            List.of(
                event(now - 14 * day - 2, "x"),
                event(now - 14 * day - 1, "y"),
                event(now - 14 * day, "kept")));
    assertThat(old.rejectedLogEventsInfo())
        .isEqualTo(RejectedLogEventsInfo.builder().tooOldLogEventEndIndex(2).build());
    PutLogEventsResponse later =
        logs.put(
            GROUP,
            "a",
            List.of(event(now + 7_200_000, "ahead"), event(now + 7_200_001, "too far")));
    assertThat(later.rejectedLogEventsInfo())
        .isEqualTo(RejectedLogEventsInfo.builder().tooNewLogEventStartIndex(1).build());
    assertThat(logs.messages(GROUP)).containsExactly("kept", "ahead");

    logs.asRoot(
        LogsModel.PUT_RETENTION_POLICY,
        PutRetentionPolicyRequest.builder().logGroupName(GROUP).retentionInDays(1).build());
    assertThat(logs.put(GROUP, "a", List.of(event(now - day - 1, "x"))).rejectedLogEventsInfo())
        .isEqualTo(RejectedLogEventsInfo.builder().expiredLogEventEndIndex(1).build());
    // What is kept no longer is not shown, though it is still to be removed.
    assertThat(logs.messages(GROUP)).containsExactly("ahead");
  }

  @Test
  void refusesWhatAwsRefuses() {
    long now = logs.now();
    assertRefused(
        () -> logs.put(GROUP, "a", List.of(event(now, "x"), event(now - 1, "y"))),
        "InvalidParameterException",
        "chronological order");
    assertRefused(
        () -> logs.put(GROUP, "a", List.of(event(now - 86_400_001, "x"), event(now, "y"))),
        "InvalidParameterException",
        "24 hours");
    InputLogEvent large = event(now, "x".repeat(600_000));
    assertRefused(
        () -> logs.put(GROUP, "a", List.of(large, large)),
        "InvalidParameterException",
        "Upload too large: 1200052 bytes exceeds limit of 1048576");
    assertRefused(() -> logs.put(GROUP, "none", "x"), "ResourceNotFoundException", "log stream");
    assertRefused(() -> logs.put("none", "a", "x"), "ResourceNotFoundException", "log group");
    assertThat(logs.messages(GROUP)).isEmpty();
  }

  @Test
  void whatIsDeletedIsGoneAndAnotherOfItsNameIsEmpty() {
    logs.put(GROUP, "a", "x");
    logs.asRoot(
        LogsModel.DELETE_LOG_STREAM,
        DeleteLogStreamRequest.builder().logGroupName(GROUP).logStreamName("a").build());
    logs.stream(GROUP, "a");
    assertThat(logs.messages(GROUP)).isEmpty();
    logs.put(GROUP, "a", "y");
    logs.asRoot(
        LogsModel.DELETE_LOG_GROUP, DeleteLogGroupRequest.builder().logGroupName(GROUP).build());
    assertRefused(() -> logs.messages(GROUP), "ResourceNotFoundException", "log group");
    logs.group(GROUP);
    assertThat(logs.messages(GROUP)).isEmpty();
  }
}
