package croft.services.s3.form;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.base.ServiceError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MultipartFormTest {
  private static String field(String name, String value) {
    String disposition = "Content-Disposition: form-data; name=\"" + name + "\"";
    return String.join("\r\n", "--b0", disposition, "", value, "");
  }

  private static byte[] form(String fields, byte[] file) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(fields.getBytes(UTF_8));
    String disposition = "form-data; name=\"file\"; filename=\"C:\\my\\a.txt\"";
    out.writeBytes(
        String.join(
                "\r\n",
                "--b0",
                "Content-Disposition: " + disposition,
                "Content-Type: text/plain",
                "",
                "")
            .getBytes(UTF_8));
    out.writeBytes(file);
    out.writeBytes(("\r\n" + field("submit", "Up") + "--b0--\r\n").getBytes(UTF_8));
    return out.toByteArray();
  }

  /** Gives a few bytes at a time, as a network does. */
  private static InputStream trickle(byte[] bytes, int most) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public int read(byte[] target, int offset, int count) {
        return super.read(target, offset, Math.min(count, most));
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000, 1_000_000})
  void readsFieldsAndStreamsTheFile(int most) throws IOException {
    byte[] file = "line\r\n--b\r\n--b1\r\n\r\nend--b0".getBytes(UTF_8);
    byte[] body = form(field("Key", "a/ü") + field("empty", ""), file);
    MultipartForm form = MultipartForm.read(trickle(body, most), "b0");
    assertThat(form.fields()).containsEntry("key", "a/ü").containsEntry("empty", "").hasSize(2);
    assertThat(form.fileName()).isEqualTo("a.txt");
    assertThat(form.file().readAllBytes()).isEqualTo(file);
  }

  @Test
  void passesLargeFilesThroughUnchanged() throws IOException {
    byte[] file = new byte[3_000_000];
    new Random(7).nextBytes(file);
    MultipartForm form = MultipartForm.read(trickle(form(field("key", "k"), file), 10_007), "b0");
    assertThat(form.file().readAllBytes()).isEqualTo(file);
  }

  @Test
  void aTornFileIsNoFile() {
    byte[] whole = form(field("key", "k"), "content".getBytes(UTF_8));
    String torn = new String(whole, ISO_8859_1);
    byte[] cut = torn.substring(0, torn.indexOf("content") + 4).getBytes(ISO_8859_1);
    assertThatThrownBy(
            () -> MultipartForm.read(new ByteArrayInputStream(cut), "b0").file().readAllBytes())
        .isInstanceOf(ServiceError.class)
        .hasMessageContaining("not well-formed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "--b0", "--b0--\r\n", "nonsense", "--b0\r\nContent-Disposition: form-data"})
  void refusesWhatIsNoForm(String body) {
    assertThatThrownBy(
            () -> MultipartForm.read(new ByteArrayInputStream(body.getBytes(UTF_8)), "b0"))
        .isInstanceOf(ServiceError.class);
  }

  @Test
  void refusesTooMuchBeforeTheFile() {
    byte[] body = form(field("key", "k") + field("more", "x".repeat(21_000)), new byte[1]);
    assertThatThrownBy(() -> MultipartForm.read(new ByteArrayInputStream(body), "b0"))
        .isInstanceOfSatisfying(
            ServiceError.class,
            e -> assertThat(e.code()).isEqualTo("MaxPostPreDataLengthExceeded"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "multipart/form-data; boundary=b0 | b0",
        "multipart/form-data; boundary=\"b 0\" | b 0",
        "Multipart/Form-Data; charset=utf-8; boundary=----x; a=b | ----x",
        "application/xml |",
        "multipart/mixed; boundary=b |"
      })
  void knowsFormsByTheirType(String type, String boundary) {
    assertThat(MultipartForm.boundary(type)).isEqualTo(boundary);
  }
}
