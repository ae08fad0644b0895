package croft.wire.codec;

/** A document of named values that takes texts which no shape has, such as {@code __type}. */
public interface TokenDocument {
  void property(String name, String value);
}
