package croft.services.s3.upload;

import croft.services.s3.object.ObjectParts;

/**
 * What the operations on uploads are made of.
 *
 * @param objects what the rooms of objects are made of
 */
public record UploadParts(ObjectParts objects, Uploads uploads) {}
