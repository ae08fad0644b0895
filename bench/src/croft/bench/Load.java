package croft.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Keep-alive clients that repeat one request, each as soon as the last one is answered. */
record Load(int port, byte[] request, int clients) {
  /** What a run of clients saw. */
  record Seen(double requestsPerSecond, double medianMilliseconds) {}

  /** Runs the clients for a time; fails when any answer is not a 200. */
  Seen run(Duration time) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      List<Callable<List<Long>>> loops = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        loops.add(() -> loop(end));
      }
      long started = System.nanoTime();
      List<Long> nanoseconds = new ArrayList<>();
      for (Future<List<Long>> loop : threads.invokeAll(loops)) {
        nanoseconds.addAll(loop.get());
      }
      double seconds = (System.nanoTime() - started) / 1e9;
      nanoseconds.sort(null);
      return new Seen(
          nanoseconds.size() / seconds, nanoseconds.get(nanoseconds.size() / 2) / 1e6);
    }
  }

  private List<Long> loop(long end) throws IOException {
    List<Long> nanoseconds = new ArrayList<>();
    try (Connection connection = new Connection(port)) {
      for (long now = System.nanoTime(); now < end; ) {
        Connection.Answer answer = connection.send(request);
        if (answer.status() != 200) {
          throw new IOException("answers " + answer.status() + ": " + answer.body());
        }
        long then = System.nanoTime();
        nanoseconds.add(then - now);
        now = then;
      }
    }
    return nanoseconds;
  }
}
