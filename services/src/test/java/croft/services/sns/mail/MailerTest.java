package croft.services.sns.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MailerTest {
  private static final InstantSource TIME =
      InstantSource.fixed(Instant.parse("2026-05-01T12:00:00Z"));
  private static final Letter LETTER =
      new Letter("1-a", "Die Grüße", "ann@example.org", "Disk", "It is full.\n.\nReally.");

  @TempDir Path directory;

  private static MailRelay relay(SmtpServer server) {
    return MailRelay.parse("smtp://127.0.0.1:" + server.port() + "?from=croft@example.org");
  }

  @Test
  void aRelayTakesMails() throws Exception {
    try (SmtpServer server = new SmtpServer()) {
      new SmtpMailer(relay(server), TIME).send(LETTER);
      assertThat(server.heard)
          .contains(
              "MAIL FROM:<croft@example.org>",
              "RCPT TO:<ann@example.org>",
              "Subject: Disk",
              "From: =?UTF-8?Q?Die_Gr=C3=BC=C3=9Fe?= <croft@example.org>",
              "It is full.",
              "..",
              "Really.");
    }
  }

  @ParameterizedTest
  @CsvSource({"550 no such user,true", "450 busy,false"})
  void whatARelayRefusesForGoodIsNotTriedAgain(String answer, boolean permanent) throws Exception {
    try (SmtpServer server = new SmtpServer()) {
      server.toRecipients = answer;
      MailException refusal =
          catchThrowableOfType(
              MailException.class, () -> new SmtpMailer(relay(server), TIME).send(LETTER));
      assertThat(refusal.isPermanent()).isEqualTo(permanent);
    }
  }

  @Test
  void aRelayThatIsNotThereIsTriedAgain() throws Exception {
    MailRelay gone;
    try (SmtpServer server = new SmtpServer()) {
      gone = relay(server);
    }
    MailException refusal =
        catchThrowableOfType(MailException.class, () -> new SmtpMailer(gone, TIME).send(LETTER));
    assertThat(refusal.isPermanent()).isFalse();
  }

  @Test
  void aPasswordGoesOverNoOpenLine() throws Exception {
    try (SmtpServer server = new SmtpServer()) {
      MailRelay relay =
          MailRelay.parse("smtp://ann:secret@127.0.0.1:" + server.port() + "?from=a@example.org");
      assertThat(relay.toString()).doesNotContain("secret");
      MailException refusal =
          catchThrowableOfType(MailException.class, () -> new SmtpMailer(relay, TIME).send(LETTER));
      assertThat(refusal).isNotNull();
      assertThat(server.heard).noneMatch(line -> line.startsWith("AUTH"));
    }
  }

  @Test
  void aFolderKeepsMailsForTheOwnerAlone() throws Exception {
    Path folder = directory.resolve("mail");
    MailFolder mails = new MailFolder(folder, TIME);
    mails.send(LETTER);
    mails.send(LETTER);
    assertThat(files(folder)).isEqualTo(1);
    Path mail = folder.resolve("1-a.eml");
    assertThat(Files.readString(mail)).contains("To: ann@example.org", "It is full.");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(mail)))
        .isEqualTo("rw-------");
  }

  private static long files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.count();
    }
  }

  @Test
  void relaysAreReadFromUrls() {
    assertThat(MailRelay.parse("smtp://mail.example.org?from=a@example.org").port()).isEqualTo(25);
    assertThat(MailRelay.parse("smtps://mail.example.org?from=a@example.org").port())
        .isEqualTo(465);
    MailRelay full =
        MailRelay.parse("smtp://a%40b:p%3Aw+1@mail.example.org:587?from=c@example.org");
    assertThat(full.user()).isEqualTo("a@b");
    assertThat(full.password()).isEqualTo("p:w+1");
    assertThat(full.from()).isEqualTo("c@example.org");
    for (String wrong :
        new String[] {
          "x", "http://h?from=a@b", "smtp:///?from=a@b", "smtp://h", "smtp://h?from=a"
        }) {
      assertThatIllegalArgumentException().as(wrong).isThrownBy(() -> MailRelay.parse(wrong));
    }
  }
}
