package croft.wire.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 on one or more listening sockets. Few event-loop threads parse, keep the limits and
 * write; each request's handler runs on a virtual thread of its own and may block. Bodies stream
 * both ways under back-pressure. With a {@link TlsSource}, TLS and plain HTTP share the port: the
 * first byte tells.
 *
 * <p>Source: RFC 9110 and RFC 9112.
 */
public final class HttpServer implements AutoCloseable {
  private static final String MACHINE_ID = "io.netty.machineId";

  private final HttpServerConfig config;
  private final @Nullable TlsSource tls;
  private final EventLoopGroup loops;
  private final Connections connections;
  private final HttpDate date;
  private final ThreadFactory handlerThreads = Thread.ofVirtual().factory();
  private final List<HttpListener> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean stopping;

  /**
   * Prepares a server that listens nowhere yet.
   *
   * @param tls where the certificate comes from, or null to speak plain HTTP only
   */
  public HttpServer(HttpServerConfig config, @Nullable TlsSource tls, InstantSource clock) {
    if (System.getProperty(MACHINE_ID) == null) {
      // Else Netty looks at every network interface, and a host of instances has hundreds.
      System.setProperty(MACHINE_ID, "00:00:00:00:00:00:00:01");
    }
    this.config = config;
    this.tls = tls;
    this.connections = new Connections(config.maxConnections());
    this.date = new HttpDate(clock);
    this.loops =
        new MultiThreadIoEventLoopGroup(
            config.eventLoopThreads(),
            Thread.ofPlatform().name("http-", 0).daemon().factory(),
            NioIoHandler.newFactory());
  }

  /**
   * Listens on the configured address.
   *
   * @throws IOException when the address cannot be bound
   */
  public HttpListener listen(HttpHandler handler) throws IOException {
    InetSocketAddress address = new InetSocketAddress(config.bindAddress(), config.port());
    return started(bootstrap(NioServerSocketChannel::new, handler).bind(address));
  }

  /**
   * Serves a socket that is bound already, such as one opened inside a network namespace. The
   * server owns it from here on.
   */
  public HttpListener serve(ServerSocketChannel open, HttpHandler handler) throws IOException {
    return started(bootstrap(() -> new NioServerSocketChannel(open), handler).register());
  }

  /** How many connections are open. */
  public int connectionCount() {
    return connections.count();
  }

  /**
   * Takes no more connections or requests, lets those that run finish, then closes.
   *
   * @param grace how long running requests may take
   * @return whether all finished in that time
   */
  public boolean stop(Duration grace) {
    if (loops.isShuttingDown()) {
      return true;
    }
    stopping = true;
    listeners.forEach(HttpListener::close);
    connections.forEach(Http1Connection::quit);
    boolean finished = connections.awaitNone(grace);
    connections.forEach(Http1Connection::close);
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    return finished;
  }

  /** Stops without waiting for running requests. */
  @Override
  public void close() {
    stop(Duration.ZERO);
  }

  HttpServerConfig config() {
    return config;
  }

  Connections connections() {
    return connections;
  }

  boolean isStopping() {
    return stopping;
  }

  String date() {
    return date.now();
  }

  void run(Runnable exchange) {
    handlerThreads.newThread(exchange).start();
  }

  private HttpListener started(ChannelFuture opening) throws IOException {
    opening.awaitUninterruptibly();
    if (!opening.isSuccess()) {
      throw new IOException("Cannot listen: " + opening.cause().getMessage(), opening.cause());
    }
    HttpListener listener = new HttpListener(opening.channel());
    listeners.add(listener);
    return listener;
  }

  private ServerBootstrap bootstrap(Supplier<ServerChannel> factory, HttpHandler handler) {
    return new ServerBootstrap()
        .group(loops)
        .channelFactory(factory::get)
        .option(ChannelOption.SO_REUSEADDR, true)
        .option(ChannelOption.SO_BACKLOG, 1024)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                begin(channel, handler);
              }
            });
  }

  private void begin(Channel channel, HttpHandler handler) {
    Http1Connection connection = new Http1Connection(this, handler, channel);
    if (!connections.add(connection)) {
      RawRefusal.write(channel, Refusal.TOO_MANY_CONNECTIONS);
      return;
    }
    channel.closeFuture().addListener(closed -> connections.remove(connection));
    if (tls == null) {
      channel.pipeline().addLast(new RequestDecoder(config), new ResponseEncoder());
    } else {
      channel.pipeline().addLast(new FirstByte(config, tls, connection));
    }
    channel.pipeline().addLast(connection);
  }
}
