package croft.services.ssm.parameter;

import static croft.services.operation.Binding.bind;
import static croft.services.operation.Requests.on;

import croft.api.ssm.DescribeParametersRequest;
import croft.api.ssm.DescribeParametersResult;
import croft.api.ssm.GetParameterHistoryRequest;
import croft.api.ssm.GetParameterHistoryResult;
import croft.api.ssm.GetParametersByPathRequest;
import croft.api.ssm.GetParametersByPathResult;
import croft.api.ssm.ParameterHistory;
import croft.api.ssm.ParameterMetadata;
import croft.api.ssm.ParameterStringFilter;
import croft.api.ssm.SsmModel;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.services.operation.Requests;
import croft.services.ssm.parameter.ParameterFilters.Candidate;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** DescribeParameters, GetParametersByPath and GetParameterHistory. */
public final class ListParameterOperations {
  private static final int USUAL_PAGE = 50;
  private static final int PATH_PAGE = 10;

  private final SsmParts parts;
  private final Store store;
  private final Pages pages;
  private final ParameterValues values;
  private final GetParameterOperations one;

  public ListParameterOperations(SsmParts parts) {
    this.parts = parts;
    this.store = parts.store();
    this.pages = parts.pages();
    this.values = new ParameterValues(parts);
    this.one = new GetParameterOperations(parts);
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
                SsmModel.DESCRIBE_PARAMETERS,
                (call, request) ->
                    List.of(Access.to("ssm:DescribeParameters", call.arn("ssm", "*"))),
                this::describe)
            .honouring("Filters", "ParameterFilters", "MaxResults", "NextToken"),
        bind(SsmModel.GET_PARAMETERS_BY_PATH, this::pathAccess, this::byPath),
        bind(
            SsmModel.GET_PARAMETER_HISTORY,
            (call, request) ->
                List.of(
                    ParameterLookup.access(store, call, "ssm:GetParameterHistory", request.name())),
            this::history));
  }

  /**
   * Who may read a path may read all below it, whatever single parameters there are denied.
   *
   * <p>Source: <a
   * href="https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html">Restricting
   * access to parameters</a>.
   */
  private List<Access> pathAccess(Call call, GetParametersByPathRequest request) {
    String path = request.path() == null ? "/" : request.path();
    String account = path.startsWith("/aws/service") ? "" : call.account();
    Map<String, List<String>> context = new HashMap<>();
    context.put("ssm:Recursive", List.of(Boolean.toString(on(request.recursive()))));
    return List.of(
        Access.to("ssm:GetParametersByPath", Parameter.arn(account, call.region(), path))
            .with(context));
  }

  private List<Candidate> candidates(Call call, Predicate<Candidate> wanted) {
    return store.read(tx ->
        tx.list(Parameter.TABLE, call.scope()).stream()
            .map(found -> new Candidate(found, ParameterLookup.latest(tx, found)))
            .filter(wanted)
            .toList());
  }

  private DescribeParametersResult describe(Call call, DescribeParametersRequest request) {
    if (!request.filtersOrEmpty().isEmpty() && !request.parameterFiltersOrEmpty().isEmpty()) {
      throw Requests.validation(
          "You can use either Filters or ParameterFilters in a single request.");
    }
    Predicate<Candidate> wanted =
        ParameterFilters.describing(request.parameterFiltersOrEmpty())
            .and(ParameterFilters.older(request.filtersOrEmpty()));
    Pages.Page<Candidate> page =
        pages.page(
            call,
            "ssm parameters " + request.parameterFilters() + request.filters(),
            candidates(call, wanted),
            found -> found.parameter().name(),
            Pages.Wanted.of(
                request.nextToken(),
                request.maxResults(),
                USUAL_PAGE,
                ParameterErrors::invalidToken));
    return DescribeParametersResult.builder()
        .parameters(page.map(ListParameterOperations::metadata))
        .nextToken(page.token())
        .build();
  }

  private static ParameterMetadata metadata(Candidate found) {
    ParameterVersion version = found.version();
    return ParameterMetadata.builder()
        .name(version.name())
        .arn(found.parameter().arn().toString())
        .type(version.type())
        .keyId(version.keyId().isEmpty() ? null : version.keyId())
        .lastModifiedDate(version.modifiedAt())
        .lastModifiedUser(version.modifiedBy())
        .description(version.description().isEmpty() ? null : version.description())
        .allowedPattern(version.allowedPattern().isEmpty() ? null : version.allowedPattern())
        .version(version.number())
        .tier(version.tier())
        .policies(ParameterPolicies.shapes(version))
        .dataType(version.dataType())
        .build();
  }

  private GetParametersByPathResult byPath(Call call, GetParametersByPathRequest request) {
    String path = Requests.required(request.path(), "path");
    ParameterFilters.requirePath(path);
    boolean recursive = on(request.recursive());
    Pages.Wanted asked =
        Pages.Wanted.of(
            request.nextToken(), request.maxResults(), PATH_PAGE, ParameterErrors::invalidToken);
    String list = "ssm path " + path + " " + recursive + " " + request.parameterFiltersOrEmpty();
    if (path.startsWith("/aws/service")) {
      return published(call, path, recursive, list, asked);
    }
    Predicate<Candidate> wanted =
        ParameterFilters.byPath(request.parameterFiltersOrEmpty())
            .and(found -> ParameterFilters.isUnder(found.parameter().name(), path, recursive));
    List<Candidate> all =
        store.read(tx ->
            tx.list(Parameter.TABLE, call.scope()).stream()
                .flatMap(found -> labelled(tx, found, request.parameterFiltersOrEmpty()).stream())
                .filter(wanted)
                .toList());
    Pages.Page<Candidate> page =
        pages.page(call, list, all, found -> found.parameter().name(), asked);
    boolean decrypt = on(request.withDecryption());
    return GetParametersByPathResult.builder()
        .parameters(page.map(found -> one.shape(call, found.parameter(), found.version(), decrypt)))
        .nextToken(page.token())
        .build();
  }

  /** The version that the filter's label marks; without one the latest. */
  private static Optional<Candidate> labelled(
      Transaction tx, Parameter parameter, List<ParameterStringFilter> filters) {
    List<String> labels =
        filters.stream()
            .filter(filter -> "Label".equals(filter.key()))
            .flatMap(filter -> filter.valuesOrEmpty().stream())
            .toList();
    if (labels.isEmpty()) {
      return Optional.of(new Candidate(parameter, ParameterLookup.latest(tx, parameter)));
    }
    return ParameterLookup.versions(tx, parameter).stream()
        .filter(version -> labels.stream().anyMatch(version.labels()::contains))
        .reduce((first, later) -> later)
        .map(version -> new Candidate(parameter, version));
  }

  private GetParametersByPathResult published(
      Call call, String path, boolean recursive, String list, Pages.Wanted asked) {
    Pages.Page<PublicParameters.PublicParameter> page =
        pages.page(
            call,
            list,
            parts.publicParameters().under(call.region(), path).stream()
                .filter(found -> ParameterFilters.isUnder(found.name(), path, recursive))
                .toList(),
            PublicParameters.PublicParameter::name,
            asked);
    return GetParametersByPathResult.builder()
        .parameters(page.map(found -> GetParameterOperations.shape(call, found)))
        .nextToken(page.token())
        .build();
  }

  private GetParameterHistoryResult history(Call call, GetParameterHistoryRequest request) {
    List<Candidate> all =
        store.read(tx -> {
          Parameter parameter = ParameterLookup.require(tx, call, request.name());
          List<Candidate> versions = new ArrayList<>();
          ParameterLookup.versions(tx, parameter)
              .forEach(version -> versions.add(new Candidate(parameter, version)));
          return versions;
        });
    Pages.Page<Candidate> page =
        pages.page(
            call,
            "ssm history " + request.name(),
            all,
            found -> ParameterVersion.id("", found.version().number()),
            Pages.Wanted.of(
                request.nextToken(),
                request.maxResults(),
                USUAL_PAGE,
                ParameterErrors::invalidToken));
    boolean decrypt = on(request.withDecryption());
    return GetParameterHistoryResult.builder()
        .parameters(page.map(found -> past(call, found, decrypt)))
        .nextToken(page.token())
        .build();
  }

  private ParameterHistory past(Call call, Candidate found, boolean decrypt) {
    ParameterVersion version = found.version();
    String arn = found.parameter().arn().toString();
    return ParameterHistory.builder()
        .name(version.name())
        .type(version.type())
        .keyId(version.keyId().isEmpty() ? null : version.keyId())
        .lastModifiedDate(version.modifiedAt())
        .lastModifiedUser(version.modifiedBy())
        .description(version.description().isEmpty() ? null : version.description())
        .value(values.show(call, arn, version, decrypt))
        .allowedPattern(version.allowedPattern().isEmpty() ? null : version.allowedPattern())
        .version(version.number())
        .labels(version.labels())
        .tier(version.tier())
        .policies(ParameterPolicies.shapes(version))
        .dataType(version.dataType())
        .build();
  }
}
