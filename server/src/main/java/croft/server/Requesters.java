package croft.server;

import croft.base.Caller;
import croft.base.ServiceError;
import croft.services.iam.CredentialLookup;
import croft.services.s3.accesslog.AccessLogHandler;
import croft.wire.codec.Percent;
import croft.wire.http.HttpRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds again who sent a request that the gateway found authentic. */
record Requesters(CredentialLookup lookup) implements AccessLogHandler.Requesters {
  private static final Pattern IN_HEADER = Pattern.compile("Credential=([^/,]+)/");
  private static final Pattern IN_QUERY = Pattern.compile("(?:^|&)X-Amz-Credential=([^&/%]+)");
  private static final Pattern TOKEN = Pattern.compile("(?:^|&)X-Amz-Security-Token=([^&]+)");

  @Override
  public String requester(HttpRequest request) {
    String authorization = request.headers().first("Authorization");
    String key =
        authorization == null
            ? first(IN_QUERY, request.rawQuery())
            : first(IN_HEADER, authorization);
    if (key == null) {
      return "";
    }
    try {
      Caller caller = lookup.caller(key, token(request));
      return caller.arn().toString();
    } catch (ServiceError | IllegalArgumentException gone) {
      return "";
    }
  }

  private static @Nullable String token(HttpRequest request) {
    String inHeader = request.headers().first("X-Amz-Security-Token");
    String inQuery = first(TOKEN, request.rawQuery());
    return inHeader != null || inQuery == null ? inHeader : Percent.decode(inQuery, true);
  }

  private static @Nullable String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }
}
