package croft.wire.http;

import croft.wire.schema.ByteStream;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client connection: requests one after the other, each handed to an {@link Exchange}. All
 * fields belong to the event loop; methods that say so may be called from other threads.
 */
// Netty's futures only repeat what the close of the channel tells.
@SuppressWarnings("FutureReturnValueIgnored")
final class Http1Connection extends ChannelInboundHandlerAdapter {
  /** Parsed parts of later requests that may wait before reading stops. */
  private static final int PENDING_PARTS = 16;

  /** An unread rest of a body up to this size is read away, to keep the connection. */
  private static final int DRAIN_BYTES = 256 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(Http1Connection.class);

  private final HttpServer server;
  private final HttpHandler handler;
  private final Channel channel;
  private final Deadline deadline;
  private final ResponseWriter writer;
  private final ArrayDeque<HttpObject> pending = new ArrayDeque<>();
  private boolean secure;
  private String remoteAddress = "";

  private @Nullable Incoming incoming;
  private @Nullable Exchange exchange;
  private boolean responding;
  private boolean keepAlive = true;
  private boolean http10;
  private boolean inputShutdown;
  private boolean closing;

  Http1Connection(HttpServer server, HttpHandler handler, Channel channel) {
    this.server = server;
    this.handler = handler;
    this.channel = channel;
    this.deadline = new Deadline(server.config(), channel, this::expired);
    this.writer = new ResponseWriter(this, channel);
  }

  HttpServerConfig config() {
    return server.config();
  }

  /** The connection speaks TLS; called before any request. */
  void secured() {
    secure = true;
  }

  /** Any thread: closes as soon as no request runs. */
  void quit() {
    onLoop(() -> {
      if (exchange == null && incoming == null) {
        channel.close();
      }
    });
  }

  /** Any thread. */
  void close() {
    channel.close();
  }

  // What Netty tells

  @Override
  public void channelActive(ChannelHandlerContext context) {
    remoteAddress = NettyMessages.address(channel.remoteAddress());
    deadline.start();
    deadline.set(Deadline.Waiting.REQUEST);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    HttpObject part = (HttpObject) message;
    if (closing) {
      ReferenceCountUtil.release(part);
    } else if (exchange != null && incoming == null) {
      pending.add(part);
      if (pending.size() >= PENDING_PARTS) {
        channel.config().setAutoRead(false);
      }
    } else {
      accept(part);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (exchange == null && incoming == null && !closing) {
      deadline.headBegun();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (!(event instanceof ChannelInputShutdownEvent)) {
      return;
    }
    inputShutdown = true;
    Incoming arriving = incoming;
    if (closing || (exchange == null && pending.isEmpty())) {
      channel.close();
    } else if (arriving != null) {
      keepAlive = false;
      incoming = null;
      arriving.fail(new EOFException("The client closed before the end of the body"));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    closing = true;
    deadline.stop();
    abandon(new IOException("The client went away"));
    pending.forEach(ReferenceCountUtil::release);
    pending.clear();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof Error) {
      LOG.error("A connection failed", cause);
    } else {
      LOG.debug("A connection failed", cause);
    }
    channel.close();
  }

  // Requests

  private void accept(HttpObject part) {
    if (part instanceof HttpRequest head) {
      begin(head);
    }
    Incoming arriving = incoming;
    if (arriving != null && part instanceof HttpContent content) {
      receive(arriving, content);
    } else {
      ReferenceCountUtil.release(part);
    }
  }

  private void begin(HttpRequest head) {
    http10 = head.protocolVersion().equals(HttpVersion.HTTP_1_0);
    keepAlive = HttpUtil.isKeepAlive(head);
    responding = false;
    Refusal refusal = Refusal.of(head, server.config());
    if (refusal != null) {
      refuse(refusal);
      return;
    }
    Incoming arriving = new Incoming(this, head);
    incoming = arriving;
    if (HttpUtil.is100ContinueExpected(head) && !arriving.expectsContinue()) {
      // Of no body: some clients lose their way when the answer comes without the interim one.
      writeContinue();
    }
    RequestBody body = arriving.body();
    if (body != null) {
      dispatch(head, body);
    }
    deadline.set(arriving.expectsContinue() ? Deadline.Waiting.NOTHING : Deadline.Waiting.BODY);
  }

  private void receive(Incoming arriving, HttpContent content) {
    if (content.decoderResult().isFailure()) {
      content.release();
      refuse(Refusal.BAD_BODY);
      return;
    }
    int count = content.content().readableBytes();
    boolean last = content instanceof LastHttpContent;
    if (!arriving.receive(content.content())) {
      channel.config().setAutoRead(false);
      deadline.set(Deadline.Waiting.NOTHING);
    } else if (!last) {
      deadline.progress(count);
    }
    if (arriving.isOverLimit()) {
      keepAlive = false;
    }
    if (last) {
      received(arriving);
    }
  }

  private void received(Incoming arriving) {
    incoming = null;
    boolean wasDrained = arriving.isDiscarded() && exchange == null;
    ByteStream whole = arriving.complete();
    if (whole != null) {
      dispatch(arriving.head(), whole);
    }
    if (wasDrained) {
      next();
    } else if (!responding) {
      deadline.set(Deadline.Waiting.NOTHING);
    }
  }

  private void dispatch(HttpRequest head, ByteStream body) {
    Exchange starting =
        new Exchange(
            writer, handler, NettyMessages.request(head, body, remoteAddress, secure), http10);
    exchange = starting;
    server.run(starting);
  }

  /** Any thread: the handler reads the body of {@code from} for the first time. */
  void bodyWanted(Incoming from) {
    onLoop(() -> {
      if (incoming == from && from.expectsContinue() && !responding && !closing) {
        from.continued();
        deadline.set(Deadline.Waiting.BODY);
        writeContinue();
      }
    });
  }

  private void writeContinue() {
    channel.writeAndFlush(
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
  }

  /** Any thread: the handler has caught up with the body. */
  void bodyResumed(Incoming from) {
    onLoop(() -> {
      if (incoming == from) {
        deadline.set(Deadline.Waiting.BODY);
        channel.config().setAutoRead(true);
      }
    });
  }

  // Responses, as a ResponseWriter writes them

  /** Whether the response of that exchange is the one to write now. */
  boolean awaits(Exchange from) {
    return exchange == from && !closing;
  }

  /** A part of a response is on its way, or has been taken. */
  void writing(boolean taken) {
    if (!taken) {
      deadline.set(Deadline.Waiting.WRITE);
    } else if (incoming != null && channel.config().isAutoRead()) {
      deadline.set(Deadline.Waiting.BODY);
    } else {
      deadline.set(Deadline.Waiting.NOTHING);
    }
  }

  /** Begins a response: adds what the connection knows and decides whether it stays. */
  void prepare(HttpResponse response) {
    responding = true;
    Incoming arriving = incoming;
    boolean tooMuchLeft = arriving != null && !arriving.isDrainable(DRAIN_BYTES);
    boolean told =
        response.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
    if (tooMuchLeft || told || server.isStopping() || (inputShutdown && pending.isEmpty())) {
      keepAlive = false;
    }
    NettyMessages.finishHead(response, keepAlive, http10, server.date());
  }

  /** The response is written whole. */
  void finished() {
    exchange = null;
    responding = false;
    Incoming arriving = incoming;
    if (!keepAlive) {
      closeGently();
    } else if (arriving != null) {
      arriving.discard();
      deadline.set(Deadline.Waiting.BODY);
      channel.config().setAutoRead(true);
    } else {
      next();
    }
  }

  private void next() {
    deadline.set(Deadline.Waiting.REQUEST);
    while (!closing && (exchange == null || incoming != null)) {
      HttpObject part = pending.poll();
      if (part == null) {
        break;
      }
      accept(part);
    }
    if (!closing && pending.isEmpty()) {
      if (inputShutdown && exchange == null) {
        channel.close();
      } else if (incoming == null) {
        channel.config().setAutoRead(true);
      }
    }
  }

  /** Answers without the handler and closes. */
  private void refuse(Refusal refusal) {
    if (responding) {
      channel.close();
      return;
    }
    abandon(new IOException(refusal.message()));
    croft.wire.http.HttpResponse answer = refusal.response();
    FullHttpResponse response = NettyMessages.whole(answer, ((MemoryBody) answer.body()).bytes());
    keepAlive = false;
    prepare(response);
    closing = true;
    deadline.set(Deadline.Waiting.WRITE);
    channel.writeAndFlush(response).addListener(written -> linger());
  }

  private void abandon(Exception cause) {
    Incoming arriving = incoming;
    if (arriving != null) {
      arriving.fail(cause);
    }
    incoming = null;
    exchange = null;
  }

  /**
   * Closes so that the client can read the response first: closing while it still sends would reset
   * the connection and throw the response away.
   */
  private void closeGently() {
    closing = true;
    boolean more = incoming != null || !pending.isEmpty();
    abandon(new IOException("The request is over"));
    if (more) {
      linger();
    } else {
      channel.close();
    }
  }

  private void linger() {
    if (inputShutdown || !channel.isActive()) {
      channel.close();
      return;
    }
    deadline.set(Deadline.Waiting.LINGER);
    NettyMessages.shutdownOutput(channel);
    channel.config().setAutoRead(true);
  }

  /** Any thread; false when the server has stopped. */
  boolean onLoop(Runnable action) {
    try {
      channel.eventLoop().execute(action);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  private void expired(Deadline.Waiting waiting) {
    switch (waiting) {
      case HEAD, BODY -> refuse(Refusal.TIMEOUT);
      case REQUEST, WRITE, LINGER -> channel.close();
      case NOTHING -> {}
    }
  }
}
