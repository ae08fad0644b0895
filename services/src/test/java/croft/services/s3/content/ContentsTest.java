package croft.services.s3.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.base.ServiceError;
import croft.drivers.blob.BlobStore;
import croft.drivers.blob.FileBlobStore;
import croft.store.Store;
import croft.store.StoreConfig;
import croft.store.Table;
import croft.wire.http.Bytes;
import croft.wire.schema.ByteStream;
import croft.wire.sigv4.ChecksumAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentsTest {
  private static final ContentOptions PLAIN = ContentOptions.named("bucket/key");

  @TempDir Path folder;
  private Store store;
  private BlobStore blobs;
  private Contents contents;

  @BeforeEach
  void open() throws IOException {
    store = Store.open(StoreConfig.sqlite(folder.resolve("test.db")));
    store.register(Contents.tables().toArray(Table<?>[]::new));
    blobs = FileBlobStore.open(folder.resolve("blobs"));
    contents =
        new Contents(
            store, blobs, new ContentKeys(new byte[32]), new Random(7), InstantSource.system());
  }

  @AfterEach
  void close() {
    store.close();
  }

  static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  private Content write(byte[] bytes, UnaryOperator<ContentOptions> options) {
    try (WrittenContent written = contents.write(Bytes.of(bytes), options.apply(PLAIN))) {
      return store.write(written::keep);
    }
  }

  private byte[] read(Content content, @Nullable CustomerKey key) throws IOException {
    try (InputStream in = contents.read(content, key).open()) {
      return in.readAllBytes();
    }
  }

  private void release(Content content) {
    store.write(tx -> {
      contents.release(tx, content);
      return null;
    });
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("blobs"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private static void assertCode(Runnable action, String code) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(ServiceError.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static String hex(String algorithm, byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16_384, 16_385, 65_535, 65_536, 65_537, 300_000, 1_048_576})
  void givesBackWhatWasWritten(int size) throws Exception {
    byte[] bytes = bytes(size);
    Content content = write(bytes, options -> options);
    assertThat(read(content, null)).isEqualTo(bytes);
    assertThat(content.md5()).isEqualTo(hex("MD5", bytes)).isEqualTo(content.etag());
    assertThat(content.sizeBytes()).isEqualTo(size);
    assertThat(content.checksums()).containsOnlyKeys(ChecksumAlgorithm.CRC64NVME);
    assertThat(files()).isEqualTo(size > ContentWriting.INLINE_BYTES ? 1 : 0);
    release(content);
    assertThat(files()).isZero();
    assertCode(() -> contents.read(content, null), "SlowDown");
  }

  @Test
  void readsRanges() throws IOException {
    byte[] bytes = bytes(200_000);
    Content content = write(bytes, options -> options);
    int[][] ranges = {{0, 1}, {65_535, 2}, {65_536, 65_536}, {199_999, 1}, {1000, 150_000}, {7, 0}};
    for (int[] range : ranges) {
      try (InputStream in = contents.read(content, range[0], range[1], null).open()) {
        assertThat(in.readAllBytes())
            .isEqualTo(Arrays.copyOfRange(bytes, range[0], range[0] + range[1]));
      }
    }
  }

  @Test
  void nothingOfTheBytesIsOnTheDisk() throws IOException {
    byte[] text = "a secret that nobody shall find ".repeat(4000).getBytes(StandardCharsets.UTF_8);
    write(text, options -> options);
    write(Arrays.copyOf(text, 1000), options -> options);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .doesNotContain("nobody shall find");
      }
    }
  }

  @Test
  void checksWhatTheHeadersSay() throws Exception {
    byte[] bytes = bytes(100_000);
    String md5 = Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
    byte[] sha = MessageDigest.getInstance("SHA-256").digest(bytes);
    String sha256 = Base64.getEncoder().encodeToString(sha);
    Content content =
        write(bytes, o -> o.contentMd5(md5).checksum(ChecksumAlgorithm.SHA256, sha256));
    assertThat(content.checksum(ChecksumAlgorithm.SHA256)).isEqualTo(sha256);

    long before = files();
    byte[] other = bytes(100_001);
    assertCode(() -> write(other, o -> o.contentMd5(md5)), "BadDigest");
    assertCode(() -> write(other, o -> o.checksum(ChecksumAlgorithm.SHA256, sha256)), "BadDigest");
    assertCode(() -> write(bytes(10), o -> o.contentMd5(md5)), "BadDigest");
    assertCode(() -> PLAIN.contentMd5("no digest"), "InvalidDigest");
    assertCode(() -> PLAIN.contentMd5("AAAA"), "InvalidDigest");
    assertCode(() -> PLAIN.checksum(ChecksumAlgorithm.CRC32, sha256), "InvalidRequest");
    assertCode(() -> PLAIN.algorithm("MD4"), "InvalidRequest");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aBodyThatEndsEarlyLeavesNothing() throws IOException {
    ByteStream torn =
        new ByteStream() {
          @Override
          public long length() {
            return 500_000;
          }

          @Override
          public InputStream open() {
            return new InputStream() {
              private final InputStream in = new ByteArrayInputStream(bytes(300_000));

              @Override
              public int read() throws IOException {
                throw new IOException("not called");
              }

              @Override
              public int read(byte[] target, int offset, int count) throws IOException {
                int got = in.read(target, offset, count);
                if (got < 0) {
                  throw new IOException("The client went away");
                }
                return got;
              }
            };
          }
        };
    assertCode(() -> contents.write(torn, PLAIN), "IncompleteBody");
    assertThat(files()).isZero();
  }

  @Test
  void whatNoTransactionKeptIsDropped() throws IOException {
    try (WrittenContent written = contents.write(Bytes.of(bytes(100_000)), PLAIN)) {
      assertThat(written.content().sizeBytes()).isEqualTo(100_000);
      assertThatThrownBy(() ->
              store.write(tx -> {
                written.keep(tx);
                throw ServiceError.badRequest("PreconditionFailed", "no");
              }))
          .isInstanceOf(ServiceError.class);
      assertThat(files()).isEqualTo(1);
    }
    assertThat(files()).isZero();
  }

  @Test
  void aSharedContentStaysUntilTheLastLetsGo() throws IOException {
    byte[] bytes = bytes(100_000);
    Content content = write(bytes, options -> options);
    store.write(tx -> contents.share(tx, content));
    release(content);
    assertThat(read(content, null)).isEqualTo(bytes);
    release(content);
    assertThat(files()).isZero();
  }

  @Test
  void aReaderOutlivesTheRelease() throws IOException {
    byte[] bytes = bytes(1_000_000);
    Content content = write(bytes, options -> options);
    ByteStream stream = contents.read(content, null);
    release(content);
    try (InputStream in = stream.open()) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
      assertThat(files()).isEqualTo(1);
    }
    assertThat(files()).isZero();
  }

  @Test
  void onlyTheCustomersKeyOpens() throws Exception {
    CustomerKey key = key(1);
    byte[] bytes = bytes(100_000);
    for (int size : new int[] {1000, 100_000}) {
      byte[] some = Arrays.copyOf(bytes, size);
      Content content = write(some, o -> o.customerKey(key));
      assertThat(read(content, key(1))).isEqualTo(some);
      assertThat(content.isCustomerEncrypted()).isTrue();
      assertThat(content.etag()).hasSize(32).isNotEqualTo(hex("MD5", some));
      assertCode(() -> contents.read(content, key(2)), "AccessDenied");
      assertCode(() -> contents.read(content, null), "InvalidRequest");
    }
    Content plain = write(bytes, o -> o);
    assertCode(() -> contents.read(plain, key), "InvalidRequest");
  }

  private static CustomerKey key(int seed) {
    byte[] key = bytes(32 + seed);
    byte[] exact = Arrays.copyOf(key, 32);
    String md5 = Base64.getEncoder().encodeToString(Digests.md5(exact));
    return java.util.Objects.requireNonNull(
        CustomerKey.of("AES256", Base64.getEncoder().encodeToString(exact), md5));
  }

  @Test
  void refusesKeysThatAreNone() {
    String key = Base64.getEncoder().encodeToString(new byte[32]);
    String md5 = Base64.getEncoder().encodeToString(Digests.md5(new byte[32]));
    assertThat(CustomerKey.of(null, null, null)).isNull();
    assertCode(() -> CustomerKey.of("AES128", key, md5), "InvalidEncryptionAlgorithmError");
    assertCode(() -> CustomerKey.of(null, key, md5), "InvalidArgument");
    assertCode(() -> CustomerKey.of("AES256", null, md5), "InvalidArgument");
    assertCode(() -> CustomerKey.of("AES256", key, null), "InvalidArgument");
    assertCode(() -> CustomerKey.of("AES256", "AAAA", md5), "InvalidArgument");
    assertCode(
        () -> CustomerKey.of("AES256", key, Base64.getEncoder().encodeToString(new byte[16])),
        "InvalidArgument");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CRC32", "CRC32C", "CRC64NVME"})
  void joinsWithoutCopying(String name) throws Exception {
    ChecksumAlgorithm algorithm = ChecksumAlgorithm.valueOf(name);
    byte[] bytes = bytes(500_000);
    int[] cuts = {0, 100_000, 100_001, 350_000, 500_000};
    List<UploadedPart> parts = new ArrayList<>();
    for (int i = 1; i < cuts.length; i++) {
      byte[] part = Arrays.copyOfRange(bytes, cuts[i - 1], cuts[i]);
      parts.add(new UploadedPart(i * 2, write(part, o -> o.algorithm(algorithm))));
    }
    Content whole =
        store.write(tx -> contents.join(tx, "b/k", parts, algorithm, ChecksumType.FULL_OBJECT));
    assertThat(read(whole, null)).isEqualTo(bytes);
    Content once = write(bytes, o -> o.algorithm(algorithm));
    assertThat(whole.checksum(algorithm)).isEqualTo(once.checksum(algorithm));
    assertThat(whole.partCount()).isEqualTo(4);
    assertThat(whole.etag()).isEqualTo(hex("MD5", md5s(parts)) + "-4");
    List<ContentPart> joined = store.read(tx -> contents.parts(tx, whole));
    assertThat(joined).extracting(ContentPart::number).containsExactly(2, 4, 6, 8);
    try (InputStream in = contents.read(whole, 99_990, 250_020, null).open()) {
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 99_990, 350_010));
    }
    release(once);
    release(whole);
    assertThat(files()).isZero();
    List<StoredContent> rows = store.read(tx -> tx.listAll(StoredContent.TABLE));
    assertThat(rows).isEmpty();
  }

  private static byte[] md5s(List<UploadedPart> parts) {
    byte[] all = new byte[parts.size() * 16];
    for (int i = 0; i < parts.size(); i++) {
      byte[] md5 = HexFormat.of().parseHex(parts.get(i).content().md5());
      System.arraycopy(md5, 0, all, i * 16, 16);
    }
    return all;
  }

  @Test
  void orphansAreCollectedAndNothingElse() throws Exception {
    Content kept = write(bytes(100_000), o -> o);
    try (var orphan = blobs.create("0123456789abcdef")) {
      orphan.write(new byte[10], 0, 10);
      orphan.commit();
    }
    OrphanCollector collector =
        new OrphanCollector(store, blobs, contents, InstantSource.system(), Duration.ZERO);
    try (WrittenContent writing = contents.write(Bytes.of(bytes(50_000)), PLAIN)) {
      collector.reconcile();
      assertThat(files()).isEqualTo(2);
      Content second = store.write(writing::keep);
      collector.reconcile();
      assertThat(read(second, null)).isEqualTo(bytes(50_000));
    }
    assertThat(read(kept, null)).isEqualTo(bytes(100_000));
  }

  @Test
  void theScrubberTellsOfDamageByName() throws Exception {
    Content whole = write(bytes(100_000), o -> o);
    Content changed = write(bytes(100_001), o -> o.customerKey(key(1)));
    Content cut = write(bytes(100_002), o -> o);
    Content lost = write(bytes(100_003), o -> o);
    change(changed.id());
    Files.write(file(cut.id()), new byte[10]);
    Files.delete(file(lost.id()));
    List<Duration> pauses = new ArrayList<>();
    new ContentScrubber(store, blobs, InstantSource.system(), pauses::add).reconcile();
    assertThat(damage(whole)).isNull();
    assertThat(damage(changed)).isEqualTo("its blob has changed");
    assertThat(damage(cut)).isEqualTo("its blob has 10 bytes, not 100034");
    assertThat(damage(lost)).isEqualTo("its blob is missing");
    assertThat(pauses).isNotEmpty();
    assertThatThrownBy(() -> read(changed, key(1))).isInstanceOf(IOException.class);
  }

  private @Nullable String damage(Content content) {
    return store.read(tx -> tx.get(StoredContent.TABLE, "", content.id())).orElseThrow().damage();
  }

  private Path file(String id) {
    return folder.resolve("blobs").resolve(id.substring(0, 2)).resolve(id);
  }

  private void change(String id) throws IOException {
    try (var channel = java.nio.channels.FileChannel.open(file(id), StandardOpenOption.WRITE)) {
      channel.write(java.nio.ByteBuffer.wrap(new byte[] {1, 2, 3}), 70_000);
    }
  }
}
