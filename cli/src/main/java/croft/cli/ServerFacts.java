package croft.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;

/** What the server of a home says of itself, in files that only their owner reads. */
record ServerFacts(Path home) {

  /** Where it answers, such as {@code http://127.0.0.1:4566}. */
  String endpoint() throws IOException {
    return value(home.resolve("run").resolve("server"), "endpoint");
  }

  String region() throws IOException {
    return value(home.resolve("run").resolve("server"), "region");
  }

  /** The token that its administrative endpoints ask for. */
  String adminToken() throws IOException {
    return read(home.resolve("run").resolve("admin-token")).strip();
  }

  String accessKeyId() throws IOException {
    return value(home.resolve("credentials"), "aws_access_key_id");
  }

  String secretAccessKey() throws IOException {
    return value(home.resolve("credentials"), "aws_secret_access_key");
  }

  private String value(Path file, String key) throws IOException {
    Function<String, String> beforeEquals = line -> line.substring(0, line.indexOf('=')).strip();
    return read(file)
        .lines()
        .filter(line -> line.indexOf('=') > 0 && beforeEquals.apply(line).equals(key))
        .map(line -> line.substring(line.indexOf('=') + 1).strip())
        .findFirst()
        .orElseThrow(() -> new IOException("no " + key + " in " + file));
  }

  private String read(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new IOException("no server runs for " + home + "; start one: croft up -d", e);
    }
  }
}
