package croft.services.s3.object;

import croft.wire.schema.ByteStream;
import java.io.InputStream;

/** The body of an answer to HEAD: a length that is told, and no bytes. */
record Lengthy(long length) implements ByteStream {
  @Override
  public InputStream open() {
    return InputStream.nullInputStream();
  }
}
