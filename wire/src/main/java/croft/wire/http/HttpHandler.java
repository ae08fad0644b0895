package croft.wire.http;

/** Answers requests; called on a virtual thread of its own, so it may block. */
@FunctionalInterface
public interface HttpHandler {
  HttpResponse handle(HttpRequest request) throws Exception;
}
