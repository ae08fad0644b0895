package croft.services.ec2.image;

import croft.api.s3.GetObjectRequest;
import croft.api.s3.GetObjectResponse;
import croft.api.s3.S3Api;
import croft.base.Caller;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.operation.Call;
import croft.services.operation.InnerCalls;
import croft.wire.schema.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;

/**
 * Reads archives from S3. Whether the caller may is asked when he asks for the import; the import
 * itself reads as his account, as AWS's does by a role of it.
 */
public final class ImportArchives {
  private static final String IMPORT = "vmie.amazonaws.com";

  private final InnerCalls calls;
  private final Ids ids;
  private final InstantSource time;

  public ImportArchives(InnerCalls calls, Ids ids, InstantSource time) {
    this.calls = calls;
    this.ids = ids;
    this.time = time;
  }

  /**
   * The bytes of an object the caller may read.
   *
   * @throws ServiceError {@code InvalidParameter} where he may not or it is not there
   */
  static long size(InnerCalls calls, Call call, ImportTask.Origin origin) {
    try {
      ByteStream body =
          new S3Api(calls.as(call.via(IMPORT)))
              .headObject(
                  GetObjectRequest.builder().bucket(origin.bucket()).key(origin.key()).build())
              .body();
      return body == null ? 0 : Math.max(0, body.length());
    } catch (ServiceError e) {
      throw ServiceError.badRequest(
          "InvalidParameter",
          "The disk container "
              + origin.url()
              + " cannot be read: "
              + e.code()
              + " "
              + e.message());
    }
  }

  /** Opens the object of a task. */
  InputStream open(ImportTask task) throws IOException {
    Call call =
        new Call(
                Caller.root(Images.account(task.scope()), ""),
                Images.region(task.scope()),
                ids.uuid(),
                "",
                true,
                IMPORT,
                time.instant())
            .via(IMPORT);
    GetObjectResponse object =
        new S3Api(calls.as(call))
            .getObject(
                GetObjectRequest.builder()
                    .bucket(task.origin().bucket())
                    .key(task.origin().key())
                    .build());
    ByteStream body = object.body();
    return body == null ? InputStream.nullInputStream() : body.open();
  }
}
