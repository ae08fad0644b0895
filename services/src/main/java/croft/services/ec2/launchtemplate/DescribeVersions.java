package croft.services.ec2.launchtemplate;

import croft.api.ec2.DescribeLaunchTemplateVersionsRequest;
import croft.api.ec2.DescribeLaunchTemplateVersionsResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.ResponseLaunchTemplateData;
import croft.base.ServiceError;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** DescribeLaunchTemplateVersions: of one template, or the latest or default ones of all. */
public final class DescribeVersions {
  private final Store store;
  private final Paging paging;

  public DescribeVersions(Store store, Paging paging) {
    this.store = store;
    this.paging = paging;
  }

  public Binding<?, ?> binding() {
    return Binding.bind(
            Ec2Model.DESCRIBE_LAUNCH_TEMPLATE_VERSIONS,
            AccessRule.toAll("ec2:DescribeLaunchTemplateVersions"),
            this::describe)
        .honouring(
            "LaunchTemplateId",
            "LaunchTemplateName",
            "Versions",
            "MinVersion",
            "MaxVersion",
            "NextToken",
            "MaxResults",
            "Filters");
  }

  private record Row(Template template, TemplateVersion version) {
    ResponseLaunchTemplateData data() {
      return VersionOperations.data(version);
    }
  }

  private static Filters<Row> filters() {
    return new Filters<Row>()
        .on("create-time", r -> r.version().createdAt().toString())
        .on("ebs-optimized", r -> text(r.data().ebsOptimized()))
        .on("image-id", r -> r.data().imageId())
        .on("instance-type", r -> r.data().instanceType())
        .on("kernel-id", r -> r.data().kernelId())
        .on("ram-disk-id", r -> r.data().ramDiskId())
        .on("is-default-version", r -> text(r.version().number() == r.template().defaultVersion()))
        .on(
            "http-endpoint",
            r ->
                r.data().metadataOptions() == null
                    ? null
                    : r.data().metadataOptions().httpEndpoint())
        .on(
            "iam-instance-profile",
            r ->
                r.data().iamInstanceProfile() == null ? null : r.data().iamInstanceProfile().arn());
  }

  private static @Nullable String text(@Nullable Boolean flag) {
    return flag == null ? null : flag.toString();
  }

  private DescribeLaunchTemplateVersionsResult describe(
      Call call, DescribeLaunchTemplateVersionsRequest request) {
    return store.read(tx -> {
      Paging.Page<Row> page =
          paging.page(
              call,
              asked(tx, call, request).stream()
                  .filter(filters().matching(request.filtersOrEmpty()))
                  .sorted(Comparator.comparing(row -> row.version().id()))
                  .toList(),
              row -> row.version().id(),
              request.maxResults(),
              request.nextToken());
      return DescribeLaunchTemplateVersionsResult.builder()
          .launchTemplateVersions(
              page.items().stream()
                  .map(row -> VersionOperations.shape(row.template(), row.version()))
                  .toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  private static List<Row> asked(
      Transaction tx, Call call, DescribeLaunchTemplateVersionsRequest request) {
    List<String> versions = request.versionsOrEmpty();
    if (request.launchTemplateId() == null && request.launchTemplateName() == null) {
      return ofAll(tx, call, versions);
    }
    Template template =
        Templates.require(
            tx, call.scope(), request.launchTemplateId(), request.launchTemplateName());
    if (!versions.isEmpty()) {
      return versions.stream()
          .distinct()
          .map(version -> new Row(template, Templates.version(tx, template, version)))
          .distinct()
          .toList();
    }
    long from = request.minVersion() == null ? 1 : Templates.number(template, request.minVersion());
    long to =
        request.maxVersion() == null
            ? Long.MAX_VALUE
            : Templates.number(template, request.maxVersion());
    return Templates.versions(tx, template).stream()
        .filter(version -> version.number() >= from && version.number() <= to)
        .map(version -> new Row(template, version))
        .toList();
  }

  private static List<Row> ofAll(Transaction tx, Call call, List<String> versions) {
    boolean relative =
        versions.stream().allMatch(v -> v.equals(Templates.LATEST) || v.equals(Templates.DEFAULT));
    if (versions.isEmpty() || !relative) {
      throw ServiceError.badRequest(
          "MissingParameter",
          "Without a launch template ID or name, the versions must be $Latest or $Default.");
    }
    List<Row> rows = new ArrayList<>();
    for (Template template : tx.list(Templates.TABLE, call.scope())) {
      for (String version : versions) {
        Optional.of(new Row(template, Templates.version(tx, template, version)))
            .filter(row -> !rows.contains(row))
            .ifPresent(rows::add);
      }
    }
    return rows;
  }
}
