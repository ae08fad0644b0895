package croft.drivers.volume;

/**
 * What volumes and snapshots are encrypted with. Who opens one gives it; drivers keep none longer
 * than something that it encrypts is in use.
 *
 * @param id the caller's, of the same form as a volume's
 * @param secret 32 random bytes
 */
public record DataKey(String id, byte[] secret) {
  private static final int SECRET_BYTES = 32;

  public DataKey {
    VolumeSpec.requireId(id);
    if (secret.length != SECRET_BYTES) {
      throw new VolumeException(
          VolumeException.Reason.INVALID, "Not a data key: " + secret.length + " bytes");
    }
    secret = secret.clone();
  }

  @Override
  public byte[] secret() {
    return secret.clone();
  }

  /** Its id alone: secrets belong into no log. */
  @Override
  public String toString() {
    return "DataKey[" + id + "]";
  }
}
