package croft.services.s3.object;

import croft.base.Ids;
import croft.services.operation.Authorizer;
import croft.services.s3.access.S3Access;
import croft.services.s3.content.Contents;
import croft.store.Store;

/**
 * What the rooms of objects are made of.
 *
 * @param authorizer decides single keys of a batch
 */
public record ObjectParts(
    Store store,
    Versions versions,
    ObjectWriting writing,
    Contents contents,
    S3Access access,
    Authorizer authorizer,
    Ids ids) {}
