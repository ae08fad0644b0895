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
  /** Runs the clients for a time; gives requests per second. Any answer but a 200 is a failure. */
  double run(Duration time) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      List<Callable<Long>> loops = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        loops.add(() -> loop(end));
      }
      long started = System.nanoTime();
      long answered = 0;
      for (Future<Long> loop : threads.invokeAll(loops)) {
        answered += loop.get();
      }
      return answered / ((System.nanoTime() - started) / 1e9);
    }
  }

  private long loop(long end) throws IOException {
    long answered = 0;
    try (Connection connection = new Connection(port)) {
      while (System.nanoTime() < end) {
        Connection.Answer answer = connection.send(request);
        if (answer.status() != 200) {
          throw new IOException("answers " + answer.status() + ": " + answer.body());
        }
        answered++;
      }
    }
    return answered;
  }
}
