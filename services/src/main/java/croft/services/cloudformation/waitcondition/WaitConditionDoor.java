package croft.services.cloudformation.waitcondition;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.services.cloudformation.signal.SignalRow;
import croft.services.cloudformation.stack.Stack;
import croft.services.operation.sealing.Sealing;
import croft.store.Store;
import croft.store.Transaction;
import croft.wire.http.Headers;
import croft.wire.http.HttpHandler;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes signals that are put to handles' URLs. Who knows a URL may signal: nobody signs.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-waitcondition.html#using-cfn-waitcondition-signaljson">the
 * signal's JSON</a>.
 */
public final class WaitConditionDoor {
  private static final int MOST_BYTES = 16 * 1024;
  private static final int MOST_DATA = 4096;

  private final Store store;
  private final Sealing sealing;
  private final InstantSource time;
  private final BiConsumer<Transaction, String> wake;

  /**
   * A door.
   *
   * @param wake has the engine look at a stack by its key, once the transaction is committed
   */
  public WaitConditionDoor(
      Store store, Sealing sealing, InstantSource time, BiConsumer<Transaction, String> wake) {
    this.store = store;
    this.sealing = sealing;
    this.time = time;
    this.wake = wake;
  }

  /** The door before all others. */
  public HttpHandler before(HttpHandler all) {
    return request ->
        request.rawPath().startsWith(Handle.PATH) ? answer(request) : all.handle(request);
  }

  private HttpResponse answer(HttpRequest request) throws IOException {
    Optional<Handle> handle = Handle.of(sealing, request.rawPath());
    if (handle.isEmpty()) {
      return text(403, "This is no URL of a wait condition handle.\n");
    }
    if (!request.method().equals("PUT")) {
      return text(405, "Signals are put here.\n");
    }
    Optional<JsonNode> signal = read(request);
    String problem = signal.map(WaitConditionDoor::problem).orElse("The signal is no JSON.\n");
    if (!problem.isEmpty()) {
      return text(400, problem);
    }
    take(handle.get(), signal.orElseThrow());
    return text(200, "");
  }

  private static Optional<JsonNode> read(HttpRequest request) throws IOException {
    try (InputStream body = request.body().open()) {
      byte[] bytes = body.readNBytes(MOST_BYTES + 1);
      return bytes.length > MOST_BYTES
          ? Optional.empty()
          : Optional.of(JsonMapper.shared().readTree(bytes)).filter(JsonNode::isObject);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static String problem(JsonNode signal) {
    String status = signal.path("Status").asString("");
    if (!status.equals("SUCCESS") && !status.equals("FAILURE")) {
      return "Status must be SUCCESS or FAILURE.\n";
    }
    if (signal.path("UniqueId").asString("").isEmpty()) {
      return "UniqueId must be given.\n";
    }
    return signal.path("Data").asString("").length() > MOST_DATA
        ? "Data may have 4096 bytes at most.\n"
        : "";
  }

  private void take(Handle handle, JsonNode signal) {
    store.write(tx -> {
      tx.put(
          SignalRow.TABLE,
          new SignalRow(
              handle.stackId(),
              handle.signalsOf(),
              signal.path("UniqueId").asString(),
              signal.path("Status").asString().equals("SUCCESS"),
              signal.path("Reason").asString(""),
              signal.path("Data").asString(""),
              time.instant()));
      tx.get(Stack.TABLE, handle.scope(), handle.stackId())
          .ifPresent(stack -> wake.accept(tx, stack.key()));
      return null;
    });
  }

  private static HttpResponse text(int status, String text) {
    return HttpResponse.of(status, Headers.of("Content-Type", "text/plain"), text.getBytes(UTF_8));
  }
}
