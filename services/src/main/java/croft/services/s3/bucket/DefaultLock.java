package croft.services.s3.bucket;

/**
 * How long new objects of a bucket are locked when their request does not say.
 *
 * @param mode {@code GOVERNANCE} or {@code COMPLIANCE}
 * @param days zero when {@code years} is meant
 * @param years zero when {@code days} is meant
 */
public record DefaultLock(String mode, int days, int years) {}
