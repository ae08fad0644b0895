package croft.services.cloudwatch.dashboard;

import static croft.services.operation.Binding.bind;

import croft.api.cloudwatch.CloudwatchModel;
import croft.api.cloudwatch.DashboardEntry;
import croft.api.cloudwatch.DashboardValidationMessage;
import croft.api.cloudwatch.DeleteDashboardsInput;
import croft.api.cloudwatch.DeleteDashboardsOutput;
import croft.api.cloudwatch.GetDashboardInput;
import croft.api.cloudwatch.GetDashboardOutput;
import croft.api.cloudwatch.ListDashboardsInput;
import croft.api.cloudwatch.ListDashboardsOutput;
import croft.api.cloudwatch.PutDashboardInput;
import croft.api.cloudwatch.PutDashboardOutput;
import croft.base.Arn;
import croft.base.ServiceError;
import croft.services.cloudwatch.data.MetricErrors;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.services.operation.Requests;
import croft.store.Store;
import croft.store.Table;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** PutDashboard, GetDashboard, ListDashboards and DeleteDashboards. */
public final class DashboardOperations {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");
  private static final int PAGE = 1000;

  private final Store store;
  private final InstantSource time;
  private final Pages pages;

  public DashboardOperations(Store store, InstantSource time, Pages pages) {
    this.store = store;
    this.time = time;
    this.pages = pages;
  }

  /** What the store must know before the first call. */
  public static List<Table<?>> tables() {
    return List.of(Dashboard.TABLE);
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            CloudwatchModel.PUT_DASHBOARD,
            (call, request) ->
                access(call, "cloudwatch:PutDashboard", names(request.dashboardName())),
            this::put),
        bind(
            CloudwatchModel.GET_DASHBOARD,
            (call, request) ->
                access(call, "cloudwatch:GetDashboard", names(request.dashboardName())),
            this::get),
        bind(
            CloudwatchModel.LIST_DASHBOARDS,
            (call, request) -> List.of(Access.toAll("cloudwatch:ListDashboards")),
            this::list),
        bind(
            CloudwatchModel.DELETE_DASHBOARDS,
            (call, request) ->
                access(call, "cloudwatch:DeleteDashboards", request.dashboardNamesOrEmpty()),
            this::delete));
  }

  private static List<String> names(@Nullable String name) {
    return List.of(Requests.required(name, "DashboardName"));
  }

  private static List<Access> access(Call call, String action, List<String> names) {
    Arn[] arns =
        names.stream().map(name -> Dashboard.arn(call.account(), name)).toArray(Arn[]::new);
    return List.of(Access.to(action, arns));
  }

  private PutDashboardOutput put(Call call, PutDashboardInput request) {
    String name = Requests.required(request.dashboardName(), "DashboardName");
    if (!NAME.matcher(name).matches()) {
      throw MetricErrors.invalidValue(
          "The value "
              + name
              + " for field DashboardName contains invalid characters. It can only contain"
              + " alphanumerics, dash (-) and underscore (_).");
    }
    String body = Requests.required(request.dashboardBody(), "DashboardBody");
    List<DashboardValidationMessage> faults = DashboardBody.faults(body);
    if (!faults.isEmpty()) {
      throw invalid(faults);
    }
    Dashboard dashboard = new Dashboard(call.account(), name, body, time.instant());
    store.write(tx -> {
      tx.put(Dashboard.TABLE, dashboard);
      return dashboard;
    });
    return PutDashboardOutput.builder().dashboardValidationMessages(List.of()).build();
  }

  private static ServiceError invalid(List<DashboardValidationMessage> faults) {
    String shown =
        faults.stream()
            .map(fault ->
                "{\"dataPath\":\""
                    + fault.dataPath()
                    + "\",\"message\":\""
                    + fault.message()
                    + "\"}")
            .collect(Collectors.joining(",", "[", "]"));
    return new ServiceError(
        "InvalidParameterInput",
        400,
        "The dashboard body is invalid, there are "
            + faults.size()
            + " validation errors: "
            + shown,
        Map.of("dashboardValidationMessages", faults));
  }

  private static ServiceError notFound(String name) {
    return new ServiceError("ResourceNotFound", 404, "Dashboard " + name + " does not exist");
  }

  private GetDashboardOutput get(Call call, GetDashboardInput request) {
    String name = Requests.required(request.dashboardName(), "DashboardName");
    Dashboard dashboard =
        store
            .read(tx -> tx.get(Dashboard.TABLE, call.account(), name))
            .orElseThrow(() -> notFound(name));
    return GetDashboardOutput.builder()
        .dashboardArn(dashboard.arn().toString())
        .dashboardBody(dashboard.body())
        .dashboardName(name)
        .build();
  }

  private ListDashboardsOutput list(Call call, ListDashboardsInput request) {
    String prefix = request.dashboardNamePrefix();
    List<Dashboard> found =
        store.read(tx -> tx.list(Dashboard.TABLE, call.account())).stream()
            .filter(one -> prefix == null || one.name().startsWith(prefix))
            .toList();
    Pages.Page<Dashboard> page =
        pages.page(
            call,
            "ListDashboards " + prefix,
            found,
            Dashboard::name,
            new Pages.Wanted(
                request.nextToken(),
                PAGE,
                () -> MetricErrors.invalidValue("The specified nextToken is invalid.")));
    return ListDashboardsOutput.builder()
        .dashboardEntries(page.map(DashboardOperations::entry))
        .nextToken(page.token())
        .build();
  }

  private static DashboardEntry entry(Dashboard dashboard) {
    return DashboardEntry.builder()
        .dashboardName(dashboard.name())
        .dashboardArn(dashboard.arn().toString())
        .lastModified(dashboard.modifiedAt())
        .size((long) dashboard.body().getBytes(StandardCharsets.UTF_8).length)
        .build();
  }

  private DeleteDashboardsOutput delete(Call call, DeleteDashboardsInput request) {
    store.write(tx -> {
      for (String name : request.dashboardNamesOrEmpty()) {
        if (!tx.delete(Dashboard.TABLE, call.account(), name)) {
          throw notFound(name);
        }
      }
      return request;
    });
    return DeleteDashboardsOutput.builder().build();
  }
}
