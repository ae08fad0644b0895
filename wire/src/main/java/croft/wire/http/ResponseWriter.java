package croft.wire.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.function.Consumer;

/** Takes responses from the threads of exchanges to a connection's event loop. */
// Netty's futures only repeat what the last one of a response tells.
@SuppressWarnings("FutureReturnValueIgnored")
final class ResponseWriter {
  private final Http1Connection connection;
  private final Channel channel;

  ResponseWriter(Http1Connection connection, Channel channel) {
    this.connection = connection;
    this.channel = channel;
  }

  boolean isOpen() {
    return channel.isActive();
  }

  /** Sends a whole response. */
  void answer(Exchange from, FullHttpResponse response) {
    connection.onLoop(() -> {
      if (connection.awaits(from)) {
        connection.prepare(response);
        written(channel.writeAndFlush(response), from, true, ok -> {});
      } else {
        response.release();
      }
    });
  }

  /** Sends a part of a response; {@code done} hears whether it was written. */
  void part(Exchange from, ResponseOutput.Part part, Consumer<Boolean> done) {
    if (!connection.onLoop(() -> write(from, part, done))) {
      done.accept(false);
    }
  }

  /** The response of {@code from} cannot be finished, so the client must see that. */
  void abort(Exchange from) {
    connection.onLoop(() -> {
      if (connection.awaits(from)) {
        channel.close();
      }
    });
  }

  private void write(Exchange from, ResponseOutput.Part part, Consumer<Boolean> done) {
    if (!connection.awaits(from)) {
      part.bytes().release();
      done.accept(false);
      return;
    }
    HttpResponse head = part.head();
    if (head != null) {
      connection.prepare(head);
      channel.write(head);
    }
    HttpContent content = new DefaultHttpContent(part.bytes());
    ChannelFuture write = part.last() ? last(content) : channel.writeAndFlush(content);
    written(write, from, part.last(), done);
  }

  private ChannelFuture last(HttpContent content) {
    channel.write(content);
    return channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
  }

  private void written(ChannelFuture write, Exchange from, boolean last, Consumer<Boolean> done) {
    if (!write.isDone()) {
      connection.writing(false);
    }
    write.addListener(result -> {
      done.accept(result.isSuccess());
      if (!result.isSuccess()) {
        channel.close();
      } else if (connection.awaits(from)) {
        connection.writing(true);
        if (last) {
          connection.finished();
        }
      }
    });
  }
}
