package croft.services.s3.content;

import croft.wire.schema.ByteStream;

/**
 * A body whose length shows only at its end, and which tells a torn body from a whole one by
 * itself: the file of a form. A request's own body must say how long it is.
 */
public interface OpenEnded extends ByteStream {
  @Override
  default long length() {
    return -1;
  }
}
