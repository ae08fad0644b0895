package croft.services.s3.content;

/**
 * A part to be joined.
 *
 * @param number as it was uploaded, from 1
 */
public record UploadedPart(int number, Content content) {}
