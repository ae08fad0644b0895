package croft.bench;

import croft.services.s3.bucket.Bucket;
import croft.services.s3.bucket.Buckets;
import croft.services.s3.content.ChecksumType;
import croft.services.s3.content.Content;
import croft.services.s3.content.Contents;
import croft.services.s3.object.ObjectDescription;
import croft.services.s3.object.ObjectLock;
import croft.services.s3.object.ObjectWriting;
import croft.services.s3.object.SystemHeaders;
import croft.services.s3.object.Versions;
import croft.store.Store;
import croft.store.StoreConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** How fast objects are put, got and listed. */
final class Storage {
  private static final long LARGE_BYTES = 1L << 30;
  private static final int TURNS = 3;
  private static final int PUTTERS = 16;
  private static final int SMALL_BYTES = 1024;
  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final Duration COUNTED = Duration.ofSeconds(8);
  private static final int KEYS = 1_000_000;
  private static final int KEYS_A_TRANSACTION = 10_000;
  private static final int LISTINGS = 50;
  private static final String BUCKET = "bench";
  private static final byte[] HERE =
      ("<CreateBucketConfiguration><LocationConstraint>us-west-2</LocationConstraint>"
              + "</CreateBucketConfiguration>")
          .getBytes(java.nio.charset.StandardCharsets.UTF_8);
  private static final String NGINX =
      """
      daemon off;
      worker_processes 2;
      pid %1$s/pid;
      error_log %1$s/errors;
      events {}
      http {
        access_log off;
        client_max_body_size 0;
        client_body_temp_path %1$s/incoming;
        proxy_temp_path %1$s/unused1;
        fastcgi_temp_path %1$s/unused2;
        uwsgi_temp_path %1$s/unused3;
        scgi_temp_path %1$s/unused4;
        sendfile on;
        server {
          listen 127.0.0.1:%2$d;
          root %1$s/files;
          location / { dav_methods PUT DELETE; }
        }
      }
      """;

  private final CroftProcess.Launcher launcher;
  private final Report report;

  Storage(CroftProcess.Launcher launcher, Report report) {
    List<String> small = new ArrayList<>(launcher.java());
    small.add("-Xmx64m");
    this.launcher = new CroftProcess.Launcher(small, launcher.classPath());
    this.report = report;
  }

  void measure(Path home) throws Exception {
    Path objects = Files.createDirectory(home.resolve("objects"));
    try (CroftProcess server = CroftProcess.start(launcher, objects, "--drivers", "memory")) {
      ok(server, server.signed().s3("PUT", "/" + BUCKET, HERE));
      large(server.signed(), Files.createDirectory(home.resolve("nginx")));
      report.note(
          "… resident memory of the server afterwards, heap at most 64 MiB",
          text("%.0f MiB", server.residentMebibytes()));
      small(server.signed());
    }
    listing(Files.createDirectory(home.resolve("listing")));
  }

  private static void ok(CroftProcess server, byte[] request) throws IOException {
    try (Connection connection = new Connection(server.signed().port())) {
      Connection.Answer answer = connection.send(request);
      if (answer.status() != 200) {
        throw new IOException("answers " + answer.status() + ": " + answer.body());
      }
    }
  }

  // One large object

  /** Bytes per second. */
  private record Speeds(double put, double get) {}

  private void large(Signed signed, Path folder) throws Exception {
    Optional<Path> nginx = Host.find("nginx").or(() -> Host.find("../sbin/nginx"));
    String target = "/" + BUCKET + "/large";
    Transfer put = new Transfer(signed.port(), signed.presigned("PUT", target), "");
    Transfer get = new Transfer(signed.port(), signed.presigned("GET", target), "");
    if (nginx.isEmpty()) {
      Speeds croft = inTurns(List.of(List.of(put, get))).getFirst();
      report.note("1 GiB put", text("%,.0f MB/s", croft.put / 1e6));
      report.note("1 GiB got", text("%,.0f MB/s", croft.get / 1e6));
      report.note("… against nginx", "not measured: there is none on the PATH");
      return;
    }
    int port = Host.freePort();
    Process peer = startNginx(nginx.get(), folder, port);
    try {
      Transfer both = new Transfer(port, "/large", "");
      List<Speeds> speeds = inTurns(List.of(List.of(put, get), List.of(both, both)));
      tell("put", speeds.getFirst().put, speeds.getLast().put);
      tell("got", speeds.getFirst().get, speeds.getLast().get);
    } finally {
      Host.end(peer);
    }
  }

  private void tell(String what, double croft, double nginx) {
    report.atLeast(
        "1 GiB " + what + ", against nginx on the same disk, medians",
        croft / nginx,
        text("%.2f × (%,.0f MB/s of %,.0f)", croft / nginx, croft / 1e6, nginx / 1e6),
        0.5,
        "0.5 ×");
  }

  private static Process startNginx(Path nginx, Path folder, int port) throws Exception {
    Files.createDirectory(folder.resolve("files"));
    // Its workers are another user than root, who may not look into the scratch folder.
    String user = "root".equals(System.getProperty("user.name")) ? "user root;\n" : "";
    Path settings = folder.resolve("nginx.conf");
    Files.writeString(settings, user + NGINX.formatted(folder, port));
    Process process =
        new ProcessBuilder(nginx.toString(), "-p", folder.toString(), "-c", settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    Await.until("nginx", Duration.ofSeconds(10), Duration.ofMillis(20), () -> {
      try (Connection connection = new Connection(port)) {
        byte[] request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes();
        return connection.send(request).status() > 0;
      } catch (java.net.ConnectException e) {
        return false;
      }
    });
    return process;
  }

  /** Each server puts and gets in turn with the others; the first turn is not counted. */
  private static List<Speeds> inTurns(List<List<Transfer>> servers) throws IOException {
    List<List<Double>> puts = new ArrayList<>();
    List<List<Double>> gets = new ArrayList<>();
    servers.forEach(each -> {
      puts.add(new ArrayList<>());
      gets.add(new ArrayList<>());
    });
    for (int turn = 0; turn <= TURNS; turn++) {
      for (int i = 0; i < servers.size(); i++) {
        double put = LARGE_BYTES / servers.get(i).getFirst().put(LARGE_BYTES);
        double get = LARGE_BYTES / servers.get(i).getLast().get(LARGE_BYTES);
        if (turn > 0) {
          puts.get(i).add(put);
          gets.get(i).add(get);
        }
      }
    }
    List<Speeds> speeds = new ArrayList<>();
    for (int i = 0; i < servers.size(); i++) {
      speeds.add(new Speeds(new Spread(puts.get(i)).median(), new Spread(gets.get(i)).median()));
    }
    return speeds;
  }

  // Many small objects

  private void small(Signed signed) throws Exception {
    puts(signed, WARM_UP);
    double rate = puts(signed, COUNTED);
    report.atLeast(
        "Objects of 1 KiB put, signed, durable, " + PUTTERS + " clients",
        rate,
        text("%,.0f/s", rate),
        3000,
        "3,000/s");
  }

  private static double puts(Signed signed, Duration time) throws Exception {
    AtomicLong number = new AtomicLong();
    String run = Long.toString(System.nanoTime(), 36);
    byte[] body = new byte[SMALL_BYTES];
    long started = System.nanoTime();
    long end = started + time.toNanos();
    try (ExecutorService threads = Executors.newFixedThreadPool(PUTTERS)) {
      List<Callable<Long>> clients = new ArrayList<>();
      for (int i = 0; i < PUTTERS; i++) {
        clients.add(() -> {
          long done = 0;
          try (Connection connection = new Connection(signed.port())) {
            while (System.nanoTime() < end) {
              String target = "/" + BUCKET + "/small/" + run + "/" + number.incrementAndGet();
              Connection.Answer answer = connection.send(signed.s3("PUT", target, body));
              if (answer.status() != 200) {
                throw new IOException("answers " + answer.status() + ": " + answer.body());
              }
              done++;
            }
          }
          return done;
        });
      }
      long done = 0;
      for (Future<Long> client : threads.invokeAll(clients)) {
        done += client.get();
      }
      return done / ((System.nanoTime() - started) / 1e9);
    }
  }

  // A large bucket

  private void listing(Path home) throws Exception {
    try (CroftProcess server = CroftProcess.start(launcher, home, "--drivers", "memory")) {
      ok(server, server.signed().s3("PUT", "/" + BUCKET, HERE));
    }
    seed(home.resolve("data").resolve("croft.db"));
    try (CroftProcess server = CroftProcess.start(launcher, home, "--drivers", "memory");
        Connection connection = new Connection(server.signed().port())) {
      List<Double> milliseconds = new ArrayList<>();
      for (int i = 0; i < 2 * LISTINGS; i++) {
        String target =
            "/" + BUCKET + "?list-type=2&max-keys=1000&start-after=" + key(i * 7919 % KEYS);
        byte[] request = server.signed().s3("GET", target, new byte[0]);
        long started = System.nanoTime();
        Connection.Answer answer = connection.send(request);
        if (answer.status() != 200 || !answer.body().contains("<KeyCount>1000</KeyCount>")) {
          throw new IOException("answers " + answer.status() + ": " + answer.body());
        }
        if (i >= LISTINGS) {
          milliseconds.add((System.nanoTime() - started) / 1e6);
        }
      }
      double median = new Spread(milliseconds).median();
      report.atMost(
          "1,000 of 1,000,000 keys listed, signed", median, text("%.1f ms", median), 20, "20 ms");
    }
  }

  private static String key(int number) {
    return String.format(Locale.ROOT, "folder-%03d/object-%07d", number / 1000, number);
  }

  /** A million objects without bytes: listings do not look at those. */
  private static void seed(Path database) {
    ObjectDescription description =
        new ObjectDescription(
            SystemHeaders.NONE,
            Map.of(),
            Map.of(),
            ObjectDescription.STANDARD,
            ObjectLock.NONE,
            null,
            "123456789012",
            null);
    String md5 = "d41d8cd98f00b204e9800998ecf8427e";
    try (Store store = Store.open(StoreConfig.sqlite(database), InstantSource.system())) {
      store.register(Buckets.TABLE);
      store.register(Contents.tables().toArray(croft.store.Table<?>[]::new));
      Bucket bucket = store.read(tx -> Buckets.get(tx, BUCKET));
      ObjectWriting writing = writing(store);
      Instant now = Instant.now();
      for (int first = 0; first < KEYS; first += KEYS_A_TRANSACTION) {
        int from = first;
        store.write(tx -> {
          for (int i = from; i < from + KEYS_A_TRANSACTION; i++) {
            Content content =
                new Content(
                    "none", 0, md5, md5, Map.of(), ChecksumType.FULL_OBJECT, 0, true, null);
            writing.put(
                tx, bucket, key(i), description, new ObjectWriting.Placed(now, content));
          }
          return null;
        });
      }
    }
  }

  private static ObjectWriting writing(Store store) {
    croft.base.Ids ids = new croft.base.Ids(new java.util.Random(1));
    Contents contents =
        new Contents(
            store,
            new croft.drivers.memory.blob.MemoryBlobStore(InstantSource.system()),
            new croft.services.s3.content.ContentKeys(new byte[32]),
            new java.util.Random(1),
            InstantSource.system());
    return new ObjectWriting(new Versions(store.documents()), contents, ids);
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
