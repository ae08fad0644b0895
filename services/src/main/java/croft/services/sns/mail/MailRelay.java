package croft.services.sns.mail;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Where mail is handed over: {@code smtp://USER:PASSWORD@HOST:PORT?from=ADDRESS}. With {@code
 * smtps} the connection is encrypted from its beginning, with {@code smtp} as soon as the server
 * offers it.
 *
 * @param user empty where none is asked for
 * @param from whose mail it is
 */
public record MailRelay(
    boolean encrypted, String host, int port, String user, String password, String from) {
  private static final int SMTP = 25;
  private static final int SMTPS = 465;
  private static final String FROM = "from=";

  /**
   * Reads the URL.
   *
   * @throws IllegalArgumentException which says what is wrong, without the URL
   */
  public static MailRelay parse(String text) {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException("it is no URL", null);
    }
    boolean encrypted = "smtps".equals(uri.getScheme());
    if (!encrypted && !"smtp".equals(uri.getScheme())) {
      throw new IllegalArgumentException("it does not begin with smtp:// or smtps://");
    }
    if (uri.getHost() == null) {
      throw new IllegalArgumentException("it names no host");
    }
    String query = uri.getRawQuery();
    boolean address = query != null && (query.contains("@") || query.contains("%40"));
    if (query == null || !query.startsWith(FROM) || !address) {
      throw new IllegalArgumentException("it does not end with ?from= and an address");
    }
    String[] user = (uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo()).split(":", 2);
    int usual = encrypted ? SMTPS : SMTP;
    return new MailRelay(
        encrypted,
        uri.getHost(),
        uri.getPort() < 0 ? usual : uri.getPort(),
        decoded(user[0]),
        user.length > 1 ? decoded(user[1]) : "",
        decoded(query.substring(FROM.length())));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return (encrypted ? "smtps://" : "smtp://") + host + ":" + port;
  }
}
