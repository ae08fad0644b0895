package croft.wire.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Takes every value that has no parts in one place, for those who only look at shapes. */
public abstract class ScalarWriter implements ShapeWriter {

  /**
   * Takes a value.
   *
   * @param value a String, Boolean, number, {@code byte[]}, {@link ByteStream}, Instant or
   *     document; null for the null element of a list or map
   */
  protected abstract void scalar(Member member, @Nullable Object value);

  @Override
  public void string(Member member, String value) {
    scalar(member, value);
  }

  @Override
  public void bool(Member member, boolean value) {
    scalar(member, value);
  }

  @Override
  public void integer(Member member, int value) {
    scalar(member, value);
  }

  @Override
  public void longInteger(Member member, long value) {
    scalar(member, value);
  }

  @Override
  public void floating(Member member, float value) {
    scalar(member, value);
  }

  @Override
  public void doubleFloating(Member member, double value) {
    scalar(member, value);
  }

  @Override
  public void bigInteger(Member member, BigInteger value) {
    scalar(member, value);
  }

  @Override
  public void bigDecimal(Member member, BigDecimal value) {
    scalar(member, value);
  }

  @Override
  public void blob(Member member, byte[] value) {
    scalar(member, value);
  }

  @Override
  public void stream(Member member, ByteStream value) {
    scalar(member, value);
  }

  @Override
  public void timestamp(Member member, Instant value) {
    scalar(member, value);
  }

  @Override
  public void document(Member member, @Nullable Object value) {
    scalar(member, value);
  }

  @Override
  public void nothing(Member member) {
    scalar(member, null);
  }
}
