package croft.services.sns.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Properties;

/** Puts mails into a folder, one {@code .eml} file each, where no relay is known. */
public final class MailFolder implements Mailer {
  private static final String FROM = "no-reply@sns.localhost";

  private final Path folder;
  private final InstantSource time;

  public MailFolder(Path folder, InstantSource time) {
    this.folder = folder;
    this.time = time;
  }

  @Override
  public void send(Letter letter) throws MailException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      Letters.mime(letter, FROM, Session.getInstance(new Properties()), time).writeTo(bytes);
    } catch (MessagingException e) {
      throw new MailException("The mail cannot be written: " + e.getMessage(), e, true);
    } catch (IOException e) {
      throw new MailException("The mail cannot be written", e, false);
    }
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Path file = folder.resolve(letter.id() + ".eml");
      Path fresh = folder.resolve("." + letter.id() + ".new");
      Files.deleteIfExists(fresh);
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(fresh, bytes.toByteArray());
      // Whole or not at all; the same mail again is the same file.
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new MailException("The mail folder cannot be written", e, false);
    }
  }
}
