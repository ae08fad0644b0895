package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A server that is killed between a message's publication and its arrival: none is lost. */
@Execution(ExecutionMode.CONCURRENT)
final class SnsSurvivalTest {
  private static final Pattern LINK = Pattern.compile("\"SubscribeURL\" : \"([^\"]+)\"");
  private static final int MESSAGES = 200;

  private static final String SUBSCRIBE =
      """
      import boto3, json, sys
      sns = boto3.client('sns')
      topic = sns.create_topic(Name='news')['TopicArn']
      sns.subscribe(TopicArn=topic, Protocol='http', Endpoint=sys.argv[1], Attributes={
          'RawMessageDelivery': 'true', 'DeliveryPolicy': json.dumps({'healthyRetryPolicy': {
              'minDelayTarget': 1, 'maxDelayTarget': 1, 'numRetries': 100}})})
      print(topic)
      """;

  private static final String PUBLISH =
      """
      import boto3, sys
      sns = boto3.client('sns')
      for batch in range(int(sys.argv[2]) // 10):
          answer = sns.publish_batch(TopicArn=sys.argv[1], PublishBatchRequestEntries=[
              {'Id': str(i), 'Message': 'm%d' % (batch * 10 + i)} for i in range(10)])
          assert len(answer['Successful']) == 10, answer
      print('published')
      """;

  private final Set<String> arrived = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean well = new AtomicBoolean();
  private final AtomicBoolean confirmed = new AtomicBoolean();

  @BeforeAll
  static void needsBoto3() {
    Machine.requirePython("boto3");
  }

  @Test
  void aKillLosesNoMessage() throws IOException {
    Path home = RunningCroft.newHome();
    HttpServer web = listen();
    String hook = "http://127.0.0.1:" + web.getAddress().getPort() + "/hook";
    try {
      ServerProcess first = ServerProcess.start(home, "--drivers", "memory");
      try {
        String topic = first.python(SUBSCRIBE, hook).succeeded();
        Await.until(Duration.ofSeconds(30), confirmed::get, done -> done);
        assertThat(first.python(PUBLISH, topic, Integer.toString(MESSAGES)).succeeded())
            .isEqualTo("published");
      } finally {
        first.kill();
      }
      assertThat(arrived).isEmpty();
      well.set(true);
      ServerProcess second = ServerProcess.start(home, "--drivers", "memory");
      try {
        Await.until(Duration.ofSeconds(60), arrived::size, size -> size == MESSAGES);
      } finally {
        second.kill();
      }
    } finally {
      web.stop(0);
      RunningCroft.delete(home);
    }
  }

  /** A web server that confirms at once, and fails until it is well. */
  private HttpServer listen() throws IOException {
    HttpServer web =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    web.createContext(
        "/hook",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String type = exchange.getRequestHeaders().getFirst("x-amz-sns-message-type");
          boolean asked = "SubscriptionConfirmation".equals(type);
          if (!asked && well.get()) {
            arrived.add(body);
          }
          exchange.sendResponseHeaders(asked || well.get() ? 200 : 500, -1);
          exchange.close();
          if (asked) {
            confirm(body);
          }
        });
    web.start();
    return web;
  }

  private void confirm(String body) throws IOException {
    Matcher link = LINK.matcher(body);
    assertThat(link.find()).isTrue();
    try (HttpClient client = HttpClient.newHttpClient()) {
      int status =
          client
              .send(
                  HttpRequest.newBuilder(URI.create(link.group(1))).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode();
      confirmed.set(status == 200);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
