package croft.services.sqs.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.api.sqs.AddPermissionRequest;
import croft.api.sqs.DeleteQueueRequest;
import croft.api.sqs.GetQueueAttributesRequest;
import croft.api.sqs.GetQueueUrlRequest;
import croft.api.sqs.ListQueueTagsRequest;
import croft.api.sqs.ListQueuesRequest;
import croft.api.sqs.ListQueuesResult;
import croft.api.sqs.PurgeQueueRequest;
import croft.api.sqs.RemovePermissionRequest;
import croft.api.sqs.SendMessageRequest;
import croft.api.sqs.SetQueueAttributesRequest;
import croft.api.sqs.SqsModel;
import croft.api.sqs.TagQueueRequest;
import croft.api.sqs.UntagQueueRequest;
import croft.base.Caller;
import croft.base.ServiceError;
import croft.services.operation.Call;
import croft.services.sqs.SqsFixture;
import croft.services.sqs.line.Content;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queues, their attributes, tags and policies. */
final class QueueOperationsTest {
  @TempDir Path directory;
  private SqsFixture sqs;

  @BeforeEach
  void open() {
    sqs = new SqsFixture(directory);
  }

  @AfterEach
  void close() {
    sqs.close();
  }

  private static void assertCode(ThrowingCallable call, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ServiceError.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private void set(String url, String name, String value) {
    sqs.asRoot(
        SqsModel.SET_QUEUE_ATTRIBUTES,
        SetQueueAttributesRequest.builder().queueUrl(url).attributes(Map.of(name, value)).build());
  }

  @Test
  void aQueueIsMadeOnceAndFoundByItsName() {
    String url = sqs.queue("jobs", Map.of("DelaySeconds", "3"));
    assertThat(url).isEqualTo(SqsFixture.ENDPOINT + "/" + SqsFixture.ACCOUNT + "/jobs");
    assertThat(sqs.queue("jobs", Map.of("DelaySeconds", "3"))).isEqualTo(url);
    assertThat(sqs.queue("jobs")).isEqualTo(url);
    assertCode(() -> sqs.queue("jobs", Map.of("DelaySeconds", "4")), "QueueNameExists");
    assertThat(
            sqs.asRoot(
                    SqsModel.GET_QUEUE_URL, GetQueueUrlRequest.builder().queueName("jobs").build())
                .queueUrl())
        .isEqualTo(url);
    assertCode(
        () ->
            sqs.asRoot(
                SqsModel.GET_QUEUE_URL, GetQueueUrlRequest.builder().queueName("none").build()),
        "QueueDoesNotExist");
    for (String name : List.of("", "a b", "x".repeat(81), "plain.fifo")) {
      assertCode(() -> sqs.queue(name), "InvalidParameterValue");
    }
    assertCode(() -> sqs.queue("plain", Map.of("FifoQueue", "true")), "InvalidParameterValue");
    // Any host will do, and a region's own too.
    assertThat(sqs.attributes("https://sqs.us-west-2.amazonaws.com/123456789012/jobs"))
        .containsEntry("QueueArn", SqsFixture.queueArn("jobs"));
    assertCode(() -> sqs.attributes("http://127.0.0.1/x/y/"), "InvalidAddress");
  }

  @Test
  void attributesHaveTheirDefaultsAndBounds() {
    String url = sqs.queue("jobs");
    assertThat(sqs.attributes(url))
        .containsEntry("VisibilityTimeout", "30")
        .containsEntry("MaximumMessageSize", "1048576")
        .containsEntry("MessageRetentionPeriod", "345600")
        .containsEntry("DelaySeconds", "0")
        .containsEntry("ReceiveMessageWaitTimeSeconds", "0")
        .containsEntry("SqsManagedSseEnabled", "true")
        .containsEntry("CreatedTimestamp", "1777636800")
        .containsEntry("LastModifiedTimestamp", "1777636800")
        .doesNotContainKeys("FifoQueue", "Policy", "RedrivePolicy");
    sqs.pass(Duration.ofSeconds(5));
    set(url, "VisibilityTimeout", "60");
    assertThat(sqs.attributes(url))
        .containsEntry("VisibilityTimeout", "60")
        .containsEntry("LastModifiedTimestamp", "1777636805");
    for (String[] bad :
        new String[][] {
          {"VisibilityTimeout", "43201"},
          {"DelaySeconds", "901"},
          {"MaximumMessageSize", "1023"},
          {"MaximumMessageSize", "1048577"},
          {"MessageRetentionPeriod", "59"},
          {"ReceiveMessageWaitTimeSeconds", "x"},
          {"SqsManagedSseEnabled", "yes"},
          {"Policy", "{"},
        }) {
      assertCode(() -> set(url, bad[0], bad[1]), "InvalidAttributeValue");
    }
    assertCode(() -> set(url, "Colour", "red"), "InvalidAttributeName");
    assertCode(() -> set(url, "FifoQueue", "true"), "InvalidAttributeName");
    assertCode(() -> set(url, "ContentBasedDeduplication", "true"), "InvalidAttributeName");
    assertCode(() -> set(url, "KmsMasterKeyId", "alias/mine"), "UnsupportedOperation");
    assertCode(
        () ->
            sqs.asRoot(
                SqsModel.GET_QUEUE_ATTRIBUTES,
                GetQueueAttributesRequest.builder()
                    .queueUrl(url)
                    .attributeNames(List.of("Colour"))
                    .build()),
        "InvalidAttributeName");
    assertThat(
            sqs.asRoot(
                    SqsModel.GET_QUEUE_ATTRIBUTES,
                    GetQueueAttributesRequest.builder().queueUrl(url).build())
                .attributes())
        .isNull();
  }

  @Test
  void queuesAreListedByPrefixInPages() {
    for (int i = 0; i < 5; i++) {
      sqs.queue("a" + i);
    }
    sqs.queue("b");
    assertThat(list("", null, null).queueUrlsOrEmpty()).hasSize(6);
    assertThat(list("a", null, null).queueUrlsOrEmpty()).hasSize(5);
    ListQueuesResult first = list("a", 3, null);
    assertThat(first.queueUrlsOrEmpty()).hasSize(3);
    ListQueuesResult second = list("a", 3, first.nextToken());
    assertThat(second.queueUrlsOrEmpty()).hasSize(2);
    assertThat(second.nextToken()).isNull();
    assertCode(() -> list("b", 3, first.nextToken()), "InvalidParameterValue");
    assertCode(() -> list("", 1001, null), "InvalidParameterValue");
  }

  private ListQueuesResult list(String prefix, @Nullable Integer most, @Nullable String token) {
    return sqs.asRoot(
        SqsModel.LIST_QUEUES,
        ListQueuesRequest.builder()
            .queueNamePrefix(prefix.isEmpty() ? null : prefix)
            .maxResults(most)
            .nextToken(token)
            .build());
  }

  @Test
  void aDeletedQueueTakesItsMessagesAlong() {
    String url = sqs.queue("jobs");
    sqs.send(url, "old");
    sqs.asRoot(SqsModel.DELETE_QUEUE, DeleteQueueRequest.builder().queueUrl(url).build());
    assertCode(() -> sqs.send(url, "more"), "QueueDoesNotExist");
    assertThat(sqs.queue("jobs")).isEqualTo(url);
    assertThat(sqs.receive(url)).isEmpty();
    sqs.upkeep.reconcile();
    assertThat(sqs.rows(Content.TABLE)).isZero();
    sqs.send(url, "new");
    sqs.pass(Duration.ofMinutes(2));
    sqs.upkeep.reconcile();
    assertThat(sqs.bodies(url)).containsExactly("new");
  }

  @Test
  void aQueueIsPurgedOnceAMinute() {
    String url = sqs.queue("jobs");
    PurgeQueueRequest purge = PurgeQueueRequest.builder().queueUrl(url).build();
    sqs.asRoot(SqsModel.PURGE_QUEUE, purge);
    assertCode(() -> sqs.asRoot(SqsModel.PURGE_QUEUE, purge), "PurgeQueueInProgress");
    sqs.pass(Duration.ofSeconds(60));
    sqs.asRoot(SqsModel.PURGE_QUEUE, purge);
  }

  @Test
  void tagsAreSetAndTakenBack() {
    String url = sqs.queue("jobs");
    sqs.asRoot(
        SqsModel.TAG_QUEUE,
        TagQueueRequest.builder().queueUrl(url).tags(Map.of("a", "1", "b", "2")).build());
    sqs.asRoot(
        SqsModel.UNTAG_QUEUE,
        UntagQueueRequest.builder().queueUrl(url).tagKeys(List.of("a")).build());
    assertThat(
            sqs.asRoot(
                    SqsModel.LIST_QUEUE_TAGS, ListQueueTagsRequest.builder().queueUrl(url).build())
                .tagsOrEmpty())
        .containsOnly(Map.entry("b", "2"));
    Caller user =
        sqs.user(
            "tagged",
            "{'Effect':'Allow','Action':'sqs:SendMessage','Resource':'*',"
                + "'Condition':{'StringEquals':{'aws:ResourceTag/b':'2'}}}");
    sqs.as(user, SqsModel.SEND_MESSAGE, message(url));
    assertThatThrownBy(() -> sqs.as(user, SqsModel.SEND_MESSAGE, message(sqs.queue("bare"))))
        .hasMessageContaining("is not authorized to perform: sqs:SendMessage");
  }

  private static SendMessageRequest message(String url) {
    return SendMessageRequest.builder().queueUrl(url).messageBody("m").build();
  }

  @Test
  void aServiceSendsWhereTheQueueLetsIt() {
    String url = sqs.queue("jobs");
    Call call =
        sqs.call(Caller.service(SqsFixture.ACCOUNT, "sns.amazonaws.com"))
            .with(Map.of("aws:SourceArn", List.of("arn:aws:sns:us-west-2:123456789012:news")));
    assertThatThrownBy(() -> sqs.operations.invoke(call, SqsModel.SEND_MESSAGE, message(url)))
        .isInstanceOf(ServiceError.class);
    set(
        url,
        "Policy",
        """
        {"Version":"2012-10-17","Statement":{"Effect":"Allow",
        "Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage",
        "Resource":"%s","Condition":{"ArnEquals":{"aws:SourceArn":"%s"}}}}
        """
            .formatted(SqsFixture.queueArn("jobs"), "arn:aws:sns:us-west-2:123456789012:news"));
    sqs.operations.invoke(call, SqsModel.SEND_MESSAGE, message(url));
    assertThat(sqs.receive(url).getFirst().attributesOrEmpty()).containsKey("SenderId");
    Call other =
        call.with(Map.of("aws:SourceArn", List.of("arn:aws:sns:us-west-2:123456789012:other")));
    assertThatThrownBy(() -> sqs.operations.invoke(other, SqsModel.SEND_MESSAGE, message(url)))
        .isInstanceOf(ServiceError.class);
  }

  @Test
  void permissionsAreStatementsOfThePolicy() {
    String url = sqs.queue("jobs");
    AddPermissionRequest add =
        AddPermissionRequest.builder()
            .queueUrl(url)
            .label("others")
            .awsAccountIds(List.of("210987654321"))
            .actions(List.of("SendMessage"))
            .build();
    sqs.asRoot(SqsModel.ADD_PERMISSION, add);
    assertThat(Objects.requireNonNull(sqs.attributes(url).get("Policy")))
        .contains("\"Sid\":\"others\"", "arn:aws:iam::210987654321:root", "SQS:SendMessage");
    assertCode(() -> sqs.asRoot(SqsModel.ADD_PERMISSION, add), "InvalidParameterValue");
    RemovePermissionRequest remove =
        RemovePermissionRequest.builder().queueUrl(url).label("others").build();
    sqs.asRoot(SqsModel.REMOVE_PERMISSION, remove);
    assertThat(sqs.attributes(url)).doesNotContainKey("Policy");
    assertCode(() -> sqs.asRoot(SqsModel.REMOVE_PERMISSION, remove), "InvalidParameterValue");
  }
}
