package croft.services.sns.topic;

import static croft.services.iam.IamFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import croft.api.sns.AddPermissionInput;
import croft.api.sns.CreateTopicInput;
import croft.api.sns.DeleteTopicInput;
import croft.api.sns.GetTopicAttributesInput;
import croft.api.sns.ListTagsForResourceRequest;
import croft.api.sns.ListTopicsInput;
import croft.api.sns.ListTopicsResponse;
import croft.api.sns.PublishInput;
import croft.api.sns.RemovePermissionInput;
import croft.api.sns.SetTopicAttributesInput;
import croft.api.sns.SnsModel;
import croft.api.sns.Tag;
import croft.api.sns.TagResourceRequest;
import croft.api.sns.UntagResourceRequest;
import croft.base.Caller;
import croft.services.iam.IamFixture;
import croft.services.operation.Call;
import croft.services.sns.SnsFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TopicOperationsTest {
  private static final String OTHER_ACCOUNT = "210987654321";

  @TempDir Path directory;
  private SnsFixture sns;

  @BeforeEach
  void open() {
    sns = new SnsFixture(directory);
  }

  @AfterEach
  void close() {
    sns.close();
  }

  private Map<String, String> attributes(String topic) {
    return Objects.requireNonNull(
        sns.asRoot(
                SnsModel.GET_TOPIC_ATTRIBUTES,
                GetTopicAttributesInput.builder().topicArn(topic).build())
            .attributes());
  }

  private void set(String topic, String name, String value) {
    sns.asRoot(
        SnsModel.SET_TOPIC_ATTRIBUTES,
        SetTopicAttributesInput.builder()
            .topicArn(topic)
            .attributeName(name)
            .attributeValue(value)
            .build());
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private void publishAs(Caller caller, String topic) {
    sns.as(
        caller, SnsModel.PUBLISH, PublishInput.builder().topicArn(topic).message("hello").build());
  }

  @Test
  void makesATopicOnceAndTellsOfIt() {
    String topic = sns.topic("news", Map.of("DisplayName", "News"));
    assertThat(topic).isEqualTo("arn:aws:sns:us-west-2:123456789012:news");
    assertThat(sns.topic("news")).isEqualTo(topic);
    assertThat(sns.topic("news", Map.of("DisplayName", "News"))).isEqualTo(topic);
    assertRefused(
        () -> sns.topic("news", Map.of("DisplayName", "Other")),
        "InvalidParameter",
        400,
        "Topic already exists with different attributes");
    assertThat(attributes(topic))
        .containsEntry("Owner", "123456789012")
        .containsEntry("DisplayName", "News")
        .containsEntry("SubscriptionsConfirmed", "0")
        .containsEntry("SubscriptionsDeleted", "0")
        .doesNotContainKey("FifoTopic")
        .hasEntrySatisfying("Policy", policy -> assertThat(policy).contains("AWS:SourceOwner"))
        .hasEntrySatisfying(
            "EffectiveDeliveryPolicy", policy -> assertThat(policy).contains("\"numRetries\":3"));
  }

  @Test
  void namesAreAsAwsHasThem() {
    assertRefused(() -> sns.topic("a b"), "InvalidParameter", 400, "Invalid parameter: Topic Name");
    assertRefused(() -> sns.topic("x.fifo"), "InvalidParameter", 400, "Topic Name");
    assertRefused(
        () -> sns.topic("x", Map.of("FifoTopic", "true")),
        "InvalidParameter",
        400,
        "Fifo Topic names must end with .fifo");
    String fifo = sns.topic("x.fifo", Map.of("FifoTopic", "true"));
    assertThat(attributes(fifo))
        .containsEntry("FifoTopic", "true")
        .containsEntry("ContentBasedDeduplication", "false")
        .containsEntry("FifoThroughputScope", "Topic");
  }

  @Test
  void attributesAreCheckedAndThoseWithoutEffectRefusedByName() {
    String topic = sns.topic("news");
    assertRefused(
        () -> set(topic, "KmsMasterKeyId", "alias/aws/sns"),
        "UnsupportedOperation",
        400,
        "The attribute KmsMasterKeyId is not supported by Croft.");
    assertRefused(
        () -> set(topic, "HTTPSuccessFeedbackRoleArn", "arn:aws:iam::1:role/x"),
        "UnsupportedOperation",
        400,
        "HTTPSuccessFeedbackRoleArn");
    assertRefused(
        () -> set(topic, "TracingConfig", "Active"), "UnsupportedOperation", 400, "TracingConfig");
    assertRefused(() -> set(topic, "Colour", "red"), "InvalidParameter", 400, "AttributeName");
    assertRefused(() -> set(topic, "FifoTopic", "true"), "InvalidParameter", 400, "AttributeName");
    assertRefused(
        () -> set(topic, "ContentBasedDeduplication", "true"), "InvalidParameter", 400, "FIFO");
    assertRefused(() -> set(topic, "SignatureVersion", "3"), "InvalidParameter", 400, "[3]");
    assertRefused(() -> set(topic, "Policy", "{}"), "InvalidParameter", 400, "Policy Error");
    assertRefused(() -> set(topic, "DeliveryPolicy", "x"), "InvalidParameter", 400, "JSON");
    set(topic, "DeliveryPolicy", "{\"http\":{\"defaultHealthyRetryPolicy\":{\"numRetries\":7}}}");
    assertThat(attributes(topic).get("EffectiveDeliveryPolicy")).contains("\"numRetries\":7");
    set(topic, "DeliveryPolicy", "");
    assertThat(attributes(topic)).doesNotContainKey("DeliveryPolicy");
  }

  @Test
  void whatIsNotThereIsNotFound() {
    String missing = "arn:aws:sns:us-west-2:123456789012:missing";
    assertRefused(() -> attributes(missing), "NotFound", 404, "Topic does not exist");
    assertRefused(
        () -> attributes("news"),
        "InvalidParameter",
        400,
        "TopicArn Reason: An ARN must have at least 6 elements, not 1");
    assertRefused(
        () -> attributes("arn:aws:sqs:us-west-2:123456789012:x"),
        "InvalidParameter",
        400,
        "TopicArn");
    assertRefused(
        () -> attributes("arn:aws:sns:eu-west-1:123456789012:news"),
        "InvalidParameter",
        400,
        "TopicArn");
    sns.asRoot(SnsModel.DELETE_TOPIC, DeleteTopicInput.builder().topicArn(missing).build());
  }

  @Test
  void listsComeInPages() {
    List<String> made =
        IntStream.range(0, 130).mapToObj(i -> sns.topic("t%03d".formatted(i))).toList();
    List<String> listed = new ArrayList<>();
    @Nullable String token = null;
    do {
      ListTopicsResponse page =
          sns.asRoot(SnsModel.LIST_TOPICS, ListTopicsInput.builder().nextToken(token).build());
      assertThat(page.topicsOrEmpty()).hasSizeLessThanOrEqualTo(100);
      page.topicsOrEmpty().forEach(topic -> listed.add(String.valueOf(topic.topicArn())));
      token = page.nextToken();
    } while (token != null);
    assertThat(listed).containsExactlyElementsOf(made);
    assertRefused(
        () -> sns.asRoot(SnsModel.LIST_TOPICS, ListTopicsInput.builder().nextToken("x").build()),
        "InvalidParameter",
        400,
        "NextToken");
  }

  @Test
  void servicesPublishForTheOwnersAccountUnlessThePolicySaysOtherwise() {
    String topic = sns.topic("news");
    Caller alarms = Caller.service(SnsFixture.ACCOUNT, "cloudwatch.amazonaws.com");
    Caller foreign = Caller.service(OTHER_ACCOUNT, "cloudwatch.amazonaws.com");
    assertThatCode(() -> publishAs(alarms, topic)).doesNotThrowAnyException();
    assertRefused(() -> publishAs(foreign, topic), "AccessDenied", 403, "not authorized");
    set(
        topic,
        "Policy",
        IamFixture.document(
            "{'Effect':'Allow','Principal':{'Service':'cloudwatch.amazonaws.com'},"
                + "'Action':'sns:Publish','Resource':'"
                + topic
                + "','Condition':{'ArnLike':{'aws:SourceArn':'arn:aws:cloudwatch:*:*:alarm:hot'}}}"));
    assertRefused(() -> publishAs(alarms, topic), "AccessDenied", 403, "not authorized");
    Call hot =
        sns.call(foreign)
            .with(
                Map.of(
                    "aws:SourceArn",
                    List.of("arn:aws:cloudwatch:us-west-2:210987654321:alarm:hot")));
    assertThatCode(() ->
            sns.operations.invoke(
                hot, SnsModel.PUBLISH, PublishInput.builder().topicArn(topic).message("m").build()))
        .doesNotThrowAnyException();
  }

  @Test
  void usersNeedPermissionAndOtherAccountsThePolicys() {
    String topic = sns.topic("news");
    Caller none = sns.user("none", "{'Effect':'Deny','Action':'ec2:*','Resource':'*'}");
    Caller some = sns.user("some", "{'Effect':'Allow','Action':'sns:Publish','Resource':'*'}");
    Caller foreign = Caller.root(OTHER_ACCOUNT, "AKIA2");
    assertRefused(() -> publishAs(none, topic), "AccessDenied", 403, "sns:Publish");
    assertThatCode(() -> publishAs(some, topic)).doesNotThrowAnyException();
    assertRefused(() -> publishAs(foreign, topic), "AccessDenied", 403, "sns:Publish");
    sns.asRoot(
        SnsModel.ADD_PERMISSION,
        AddPermissionInput.builder()
            .topicArn(topic)
            .label("friends")
            .awsAccountId(List.of(OTHER_ACCOUNT))
            .actionName(List.of("Publish"))
            .build());
    assertThatCode(() -> publishAs(foreign, topic)).doesNotThrowAnyException();
    assertRefused(
        () ->
            sns.as(
                foreign, SnsModel.DELETE_TOPIC, DeleteTopicInput.builder().topicArn(topic).build()),
        "AccessDenied",
        403,
        "sns:DeleteTopic");
    sns.asRoot(
        SnsModel.REMOVE_PERMISSION,
        RemovePermissionInput.builder().topicArn(topic).label("friends").build());
    assertRefused(() -> publishAs(foreign, topic), "AccessDenied", 403, "sns:Publish");
    assertRefused(
        () ->
            sns.asRoot(
                SnsModel.ADD_PERMISSION,
                AddPermissionInput.builder()
                    .topicArn(topic)
                    .label("x")
                    .awsAccountId(List.of(OTHER_ACCOUNT))
                    .actionName(List.of("Dance"))
                    .build()),
        "InvalidParameter",
        400,
        "out of service scope");
  }

  @Test
  void tagsArePutListedAndTaken() {
    sns.asRoot(
        SnsModel.CREATE_TOPIC,
        CreateTopicInput.builder().name("news").tags(List.of(tag("team", "shop"))).build());
    String topic = sns.topic("news");
    sns.asRoot(
        SnsModel.TAG_RESOURCE,
        TagResourceRequest.builder().resourceArn(topic).tags(List.of(tag("a", "b"))).build());
    sns.asRoot(
        SnsModel.UNTAG_RESOURCE,
        UntagResourceRequest.builder().resourceArn(topic).tagKeys(List.of("team")).build());
    assertThat(
            sns.asRoot(
                    SnsModel.LIST_TAGS_FOR_RESOURCE,
                    ListTagsForResourceRequest.builder().resourceArn(topic).build())
                .tagsOrEmpty())
        .containsExactly(tag("a", "b"));
    assertRefused(
        () ->
            sns.asRoot(
                SnsModel.CREATE_TOPIC,
                CreateTopicInput.builder().name("news").tags(List.of(tag("a", "c"))).build()),
        "InvalidParameter",
        400,
        "Topic already exists with different tags");
    assertRefused(
        () ->
            sns.asRoot(
                SnsModel.LIST_TAGS_FOR_RESOURCE,
                ListTagsForResourceRequest.builder().resourceArn(topic + "x").build()),
        "ResourceNotFound",
        404,
        "Resource does not exist");
    Caller tagged =
        sns.user(
            "tagged",
            "{'Effect':'Allow','Action':'sns:*','Resource':'*',"
                + "'Condition':{'StringEquals':{'aws:ResourceTag/a':'b'}}}");
    assertThatCode(() -> publishAs(tagged, topic)).doesNotThrowAnyException();
    String untagged = sns.topic("untagged");
    assertRefused(() -> publishAs(tagged, untagged), "AccessDenied", 403, "sns:Publish");
  }
}
