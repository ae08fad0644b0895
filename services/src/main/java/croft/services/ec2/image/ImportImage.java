package croft.services.ec2.image;

import croft.api.ec2.CancelImportTaskRequest;
import croft.api.ec2.CancelImportTaskResult;
import croft.api.ec2.DescribeImportImageTasksRequest;
import croft.api.ec2.DescribeImportImageTasksResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.ImageDiskContainer;
import croft.api.ec2.ImportImageRequest;
import croft.api.ec2.ImportImageResult;
import croft.api.ec2.ImportImageTask;
import croft.api.ec2.SnapshotDetail;
import croft.api.ec2.UserBucket;
import croft.api.ec2.UserBucketDetails;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.Wake;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.tag.TagSpecifications;
import croft.services.ec2.tag.Tags;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.InnerCalls;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * ImportImage, DescribeImportImageTasks and CancelImportTask. What is imported is a root file
 * system in a tar archive, which AWS does not take; the images of disks that AWS takes are refused
 * by the name of their format.
 */
final class ImportImage {
  private static final String S3 = "s3://";

  private final Store store;
  private final Ids ids;
  private final Paging paging;
  private final Wake wake;
  private final InnerCalls calls;

  ImportImage(Store store, Ids ids, Paging paging, Wake wake, InnerCalls calls) {
    this.store = store;
    this.ids = ids;
    this.paging = paging;
    this.wake = wake;
    this.calls = calls;
  }

  List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(Ec2Model.IMPORT_IMAGE, ImportImage::importAccess, this::importImage)
            .honouring(
                "Architecture",
                "ClientToken",
                "Description",
                "DiskContainers.Description",
                "DiskContainers.Format",
                "DiskContainers.Url",
                "DiskContainers.UserBucket",
                "Platform",
                "TagSpecifications"),
        Binding.bind(
            Ec2Model.DESCRIBE_IMPORT_IMAGE_TASKS,
            AccessRule.toAll("ec2:DescribeImportImageTasks"),
            this::describe),
        Binding.bind(
            Ec2Model.CANCEL_IMPORT_TASK,
            (call, r) ->
                List.of(
                    Access.to(
                        "ec2:CancelImportTask",
                        call.arn("ec2", "import-image-task/" + r.importTaskId()))),
            this::cancel));
  }

  private static List<Access> importAccess(Call call, ImportImageRequest request) {
    List<Access> accesses = new ArrayList<>();
    accesses.add(Access.to("ec2:ImportImage", call.arn("ec2", "import-image-task/*")));
    accesses.addAll(ImageAccess.tagging(call, "ImportImage", request.tagSpecificationsOrEmpty()));
    return accesses;
  }

  private ImportImageResult importImage(Call call, ImportImageRequest request) {
    requireOurs("Architecture", request.architecture(), Images.ARCHITECTURE);
    requireOurs("Platform", request.platform(), "Linux");
    ImportTask.Origin origin = origin(request.diskContainersOrEmpty());
    Map<String, String> tags =
        TagSpecifications.of("import-image-task", request.tagSpecificationsOrEmpty());
    long sizeBytes = ImportArchives.size(calls, call, origin);
    ImportTask task =
        store.write(tx -> {
          Optional<ImportTask> repeated = repeated(tx, call, request.clientToken());
          if (repeated.isPresent()) {
            return repeated.get();
          }
          String description = request.description();
          ImportTask made =
              new ImportTask(
                  call.scope(),
                  ids.resource("import-ami"),
                  ids.resource("ami"),
                  ImportTask.State.ACTIVE,
                  "pending",
                  1,
                  origin,
                  description == null ? "" : description,
                  sizeBytes,
                  call.at(),
                  request.clientToken());
          tx.insert(ImportTask.TABLE, made);
          Tags.put(tx, call.scope(), made.id(), tags);
          wake.imageImport(tx, call.scope(), made.id());
          return made;
        });
    return ImportImageResult.builder()
        .importTaskId(task.id())
        .architecture(Images.ARCHITECTURE)
        .platform("Linux")
        .description(task.description())
        .licenseType("BYOL")
        .progress(Integer.toString(task.progressPercent()))
        .status(task.state().text())
        .statusMessage(task.message())
        .snapshotDetails(List.of(details(task)))
        .tags(Tags.shapes(tags))
        .build();
  }

  private static Optional<ImportTask> repeated(Transaction tx, Call call, @Nullable String token) {
    return token == null
        ? Optional.empty()
        : tx.list(ImportTask.TABLE, call.scope()).stream()
            .filter(task -> token.equals(task.clientToken()))
            .findFirst();
  }

  private static void requireOurs(String parameter, @Nullable String given, String ours) {
    if (given != null && !given.equalsIgnoreCase(ours)) {
      throw ServiceError.unsupported("The " + parameter + " " + given);
    }
  }

  private static ImportTask.Origin origin(List<ImageDiskContainer> containers) {
    if (containers.size() != 1) {
      throw ServiceError.badRequest(
          "InvalidParameter", "Exactly one disk container is imported, the root's.");
    }
    ImageDiskContainer container = containers.getFirst();
    String format = container.format();
    if (format != null && !format.toUpperCase(Locale.ROOT).equals("TAR")) {
      throw ServiceError.unsupported(
          "The disk container format "
              + format
              + " (TAR is, a root file system; plain or compressed by gzip, xz or zstd)");
    }
    UserBucket bucket = container.userBucket();
    if (bucket != null && bucket.s3Bucket() != null && bucket.s3Key() != null) {
      return new ImportTask.Origin(bucket.s3Bucket(), bucket.s3Key());
    }
    String url = container.url() == null ? "" : container.url();
    int slash = url.indexOf('/', S3.length());
    if (!url.startsWith(S3) || slash < 0 || slash == url.length() - 1) {
      throw ServiceError.badRequest(
          "InvalidParameter",
          "A disk container is named by UserBucket, or by a Url of the form s3://bucket/key.");
    }
    return new ImportTask.Origin(url.substring(S3.length(), slash), url.substring(slash + 1));
  }

  private DescribeImportImageTasksResult describe(
      Call call, DescribeImportImageTasksRequest request) {
    return store.read(tx -> {
      List<String> wanted = request.importTaskIdsOrEmpty();
      for (String id : wanted) {
        require(tx, call, id);
      }
      Filters<ImportTask> filters =
          new Filters<ImportTask>()
              .on("task-state", task -> task.state().text())
              .tagged(task -> Tags.of(tx, call.scope(), task.id()));
      Paging.Page<ImportTask> page =
          paging.page(
              call,
              tx.list(ImportTask.TABLE, call.scope()).stream()
                  .filter(task -> wanted.isEmpty() || wanted.contains(task.id()))
                  .filter(filters.matching(request.filtersOrEmpty()))
                  .toList(),
              ImportTask::id,
              request.maxResults(),
              request.nextToken());
      return DescribeImportImageTasksResult.builder()
          .importImageTasks(
              page.items().stream()
                  .map(task -> shape(task, Tags.of(tx, call.scope(), task.id())))
                  .toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  private static ImportTask require(Transaction tx, Call call, @Nullable String id) {
    return Optional.ofNullable(id)
        .flatMap(text -> tx.get(ImportTask.TABLE, call.scope(), text))
        .orElseThrow(() ->
            ServiceError.badRequest(
                "InvalidConversionTaskId.Malformed",
                "The import task ID '" + id + "' does not exist"));
  }

  private static ImportImageTask shape(ImportTask task, Map<String, String> tags) {
    boolean done = task.state() == ImportTask.State.COMPLETED;
    boolean active = task.state() == ImportTask.State.ACTIVE;
    return ImportImageTask.builder()
        .importTaskId(task.id())
        .imageId(done ? task.imageId() : null)
        .architecture(Images.ARCHITECTURE)
        .platform("Linux")
        .licenseType("BYOL")
        .description(task.description())
        .progress(active ? Integer.toString(task.progressPercent()) : null)
        .status(task.state().text())
        .statusMessage(done ? null : task.message())
        .snapshotDetails(List.of(details(task)))
        .tags(Tags.shapes(tags))
        .build();
  }

  private static SnapshotDetail details(ImportTask task) {
    return SnapshotDetail.builder()
        .deviceName(ImageShapes.ROOT_DEVICE)
        .diskImageSize(task.sizeBytes())
        .format("TAR")
        .status(task.state().text())
        .userBucket(
            UserBucketDetails.builder()
                .s3Bucket(task.origin().bucket())
                .s3Key(task.origin().key())
                .build())
        .build();
  }

  private CancelImportTaskResult cancel(Call call, CancelImportTaskRequest request) {
    return store.write(tx -> {
      ImportTask task = require(tx, call, request.importTaskId());
      if (task.state() != ImportTask.State.ACTIVE) {
        throw ServiceError.badRequest(
            "IncorrectState",
            "The import task " + task.id() + " is " + task.state().text() + ", not active.");
      }
      String reason = request.cancelReason();
      String said = reason == null ? "User request" : reason;
      tx.put(
          ImportTask.TABLE, task.become(ImportTask.State.DELETING, said, task.progressPercent()));
      wake.imageImport(tx, call.scope(), task.id());
      return CancelImportTaskResult.builder()
          .importTaskId(task.id())
          .previousState(ImportTask.State.ACTIVE.text())
          .state(ImportTask.State.DELETING.text())
          .build();
    });
  }
}
