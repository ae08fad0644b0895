package croft.services.logs.subscriptionfilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import croft.api.logs.DeleteSubscriptionFilterRequest;
import croft.api.logs.LogsModel;
import croft.api.logs.PutSubscriptionFilterRequest;
import croft.api.sqs.CreateQueueRequest;
import croft.api.sqs.Message;
import croft.api.sqs.ReceiveMessageRequest;
import croft.api.sqs.SqsModel;
import croft.services.logs.LogsFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Events are passed on, to queues and to web servers. */
final class SubscriptionFilterTest {
  private static final String GROUP = "/app/web";
  private static final String QUEUE = "arn:aws:sqs:us-west-2:123456789012:logs";

  @TempDir Path directory;
  private LogsFixture logs;

  @BeforeEach
  void open() {
    logs = new LogsFixture(directory);
    logs.group(GROUP);
    logs.stream(GROUP, "a");
  }

  @AfterEach
  void close() {
    logs.close();
  }

  private void queue(String policy) {
    logs.asRoot(
        SqsModel.CREATE_QUEUE,
        CreateQueueRequest.builder()
            .queueName("logs")
            .attributes(policy.isEmpty() ? Map.of() : Map.of("Policy", policy))
            .build());
  }

  private void queueForLogs() {
    queue(
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage",
          "Principal": {"Service": "logs.amazonaws.com"}, "Resource": "%s",
          "Condition": {"ArnLike": {"aws:SourceArn":
            "arn:aws:logs:us-west-2:123456789012:log-group:/app/web:*"}}}]}
        """
            .formatted(QUEUE));
  }

  private void subscribe(String name, String pattern, String destination) {
    logs.asRoot(
        LogsModel.PUT_SUBSCRIPTION_FILTER,
        PutSubscriptionFilterRequest.builder()
            .logGroupName(GROUP)
            .filterName(name)
            .filterPattern(pattern)
            .destinationArn(destination)
            .build());
  }

  private List<JsonNode> received() {
    return logs
        .asRoot(
            SqsModel.RECEIVE_MESSAGE,
            ReceiveMessageRequest.builder()
                .queueUrl(LogsFixture.ENDPOINT + "/123456789012/logs")
                .maxNumberOfMessages(10)
                .build())
        .messagesOrEmpty()
        .stream()
        .map(Message::body)
        .map(body -> JsonMapper.shared().readTree(Objects.requireNonNull(body)))
        .toList();
  }

  private static List<String> messages(JsonNode data) {
    return data.path("logEvents")
        .valueStream()
        .map(event -> event.path("message").asString())
        .toList();
  }

  @Test
  void aQueueGetsWhatMatches() throws Exception {
    queueForLogs();
    subscribe("errors", "ERROR", QUEUE);
    assertThat(received())
        .singleElement()
        .satisfies(control ->
            assertThat(control.path("messageType").asString()).isEqualTo("CONTROL_MESSAGE"));
    logs.put(GROUP, "a", "ERROR one", "fine", "ERROR two");
    logs.put(GROUP, "a", "fine too");
    logs.ship();
    assertThat(received())
        .singleElement()
        .satisfies(data -> {
          assertThat(data.path("messageType").asString()).isEqualTo("DATA_MESSAGE");
          assertThat(data.path("owner").asString()).isEqualTo("123456789012");
          assertThat(data.path("logGroup").asString()).isEqualTo(GROUP);
          assertThat(data.path("logStream").asString()).isEqualTo("a");
          assertThat(data.path("subscriptionFilters").path(0).asString()).isEqualTo("errors");
          assertThat(messages(data)).containsExactly("ERROR one", "ERROR two");
          assertThat(data.path("logEvents").path(0).path("id").asString()).hasSize(56);
        });
  }

  @Test
  void noFilterIsMadeWhereNothingArrives() {
    queue("");
    assertThatThrownBy(() -> subscribe("errors", "ERROR", QUEUE))
        .hasMessageContaining("Could not deliver test message to specified SQS queue");
    assertThatThrownBy(() -> subscribe("errors", "ERROR", QUEUE + "-missing"))
        .hasMessageContaining("Could not deliver test message to specified SQS queue");
    assertThatThrownBy(
            () -> subscribe("errors", "", "arn:aws:lambda:us-west-2:123456789012:function:f"))
        .hasMessageContaining("function:f");
  }

  @Test
  void aWebServerThatFailsGetsItLater() throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    AtomicInteger status = new AtomicInteger(200);
    HttpServer server = server(heard, status);
    try {
      subscribe("all", "", "http://127.0.0.1:" + server.getAddress().getPort() + "/in");
      heard.clear();
      status.set(503);
      logs.put(GROUP, "a", "one");
      assertThatThrownBy(() -> logs.ship()).hasMessageContaining("503");
      logs.put(GROUP, "a", "two");
      status.set(200);
      heard.clear();
      logs.ship();
      assertThat(heard)
          .map(text -> messages(JsonMapper.shared().readTree(text)))
          .containsExactly(List.of("one"), List.of("two"));

      // After a day it is given up, and what comes later is still passed on.
      status.set(503);
      logs.put(GROUP, "a", "lost");
      logs.pass(Duration.ofHours(25));
      logs.ship();
      status.set(200);
      heard.clear();
      logs.put(GROUP, "a", "three");
      logs.ship();
      assertThat(heard)
          .map(text -> messages(JsonMapper.shared().readTree(text)))
          .containsExactly(List.of("three"));
    } finally {
      server.stop(0);
    }
  }

  private static HttpServer server(List<String> heard, AtomicInteger status) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          heard.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void aDeletedFilterLeavesNothingToPassOn() {
    queueForLogs();
    subscribe("all", "", QUEUE);
    subscribe("more", "", QUEUE);
    assertThatThrownBy(() -> subscribe("third", "", QUEUE))
        .hasMessageContaining("Resource limit exceeded");
    logs.put(GROUP, "a", "one");
    assertThat(shipments()).hasSize(2);
    logs.asRoot(
        LogsModel.DELETE_SUBSCRIPTION_FILTER,
        DeleteSubscriptionFilterRequest.builder().logGroupName(GROUP).filterName("all").build());
    assertThat(shipments())
        .singleElement()
        .extracting(Shipment::filter)
        .asString()
        .endsWith("more");
  }

  private List<Shipment> shipments() {
    return logs.store.read(tx -> tx.listAll(Shipment.TABLE));
  }
}
