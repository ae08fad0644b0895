package croft.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A resolver's listener begins again when it ended, and only then. */
class DnsDoorTest {
  private final List<Channel> opened = new ArrayList<>();
  private final AtomicInteger served = new AtomicInteger();

  private Channel open() {
    try {
      Channel channel = DatagramChannel.open();
      opened.add(channel);
      return channel;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void beginsAgainWhatEnded() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    DnsDoors.Door door =
        new DnsDoors.Door(
            "door",
            this::open,
            channel -> {
              served.incrementAndGet();
              try {
                first.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                ended.countDown();
              }
            });
    door.begin();
    door.beginAgain();
    assertThat(opened).hasSize(1);
    first.countDown();
    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (opened.size() == 1 && System.nanoTime() < end) {
      door.beginAgain();
      Thread.onSpinWait();
    }
    assertThat(opened).hasSizeGreaterThan(1);
    assertThat(opened.getFirst().isOpen()).isFalse();
    door.end();
    assertThat(opened.getLast().isOpen()).isFalse();
  }
}
