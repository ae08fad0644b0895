package croft.services.iam;

import static croft.services.iam.IamFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.iam.AddClientIDToOpenIDConnectProviderRequest;
import croft.api.iam.AttachRolePolicyRequest;
import croft.api.iam.CreateAccountAliasRequest;
import croft.api.iam.CreateOpenIDConnectProviderRequest;
import croft.api.iam.CreateSAMLProviderRequest;
import croft.api.iam.CreateServiceLinkedRoleRequest;
import croft.api.iam.DeleteAccountAliasRequest;
import croft.api.iam.DeleteRoleRequest;
import croft.api.iam.DeleteServiceLinkedRoleRequest;
import croft.api.iam.GenerateCredentialReportRequest;
import croft.api.iam.GenerateServiceLastAccessedDetailsRequest;
import croft.api.iam.GetAccountAuthorizationDetailsRequest;
import croft.api.iam.GetAccountAuthorizationDetailsResponse;
import croft.api.iam.GetAccountSummaryRequest;
import croft.api.iam.GetCredentialReportRequest;
import croft.api.iam.GetOpenIDConnectProviderRequest;
import croft.api.iam.GetOpenIDConnectProviderResponse;
import croft.api.iam.GetServiceLastAccessedDetailsRequest;
import croft.api.iam.GetServiceLinkedRoleDeletionStatusRequest;
import croft.api.iam.IamModel;
import croft.api.iam.ListPoliciesGrantingServiceAccessEntry;
import croft.api.iam.ListPoliciesGrantingServiceAccessRequest;
import croft.api.iam.ListUsersRequest;
import croft.api.iam.ServiceLastAccessed;
import croft.base.Caller;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports, providers, certificates, aliases and service-linked roles. */
class AccountOperationsTest {
  private static final String ALLOW_ALL = "{'Effect':'Allow','Action':'*','Resource':'*'}";

  @TempDir Path directory;
  private IamFixture iam;

  @BeforeEach
  void open() {
    iam = new IamFixture(directory);
  }

  @AfterEach
  void close() {
    iam.close();
  }

  @Test
  void reportsCredentialsAsCsv() {
    Caller ann = iam.caller(iam.user("ann", ALLOW_ALL));
    iam.as(ann, IamModel.LIST_USERS, ListUsersRequest.builder().build());
    GetCredentialReportRequest get = GetCredentialReportRequest.builder().build();
    assertRefused(
        () -> iam.asRoot(IamModel.GET_CREDENTIAL_REPORT, get), "ReportNotPresent", 410, "No");
    GenerateCredentialReportRequest generate = GenerateCredentialReportRequest.builder().build();
    assertThat(iam.asRoot(IamModel.GENERATE_CREDENTIAL_REPORT, generate).state())
        .isEqualTo("STARTED");
    assertThat(iam.asRoot(IamModel.GENERATE_CREDENTIAL_REPORT, generate).state())
        .isEqualTo("COMPLETE");
    byte[] content =
        Objects.requireNonNull(iam.asRoot(IamModel.GET_CREDENTIAL_REPORT, get).content());
    List<String> lines = new String(content, StandardCharsets.UTF_8).lines().toList();
    assertThat(lines.getFirst()).startsWith("user,arn,user_creation_time,password_enabled,");
    int columns = lines.getFirst().split(",").length;
    assertThat(lines).allSatisfy(line -> assertThat(line.split(",")).hasSize(columns));
    assertThat(lines.get(2))
        .startsWith(
            "ann,arn:aws:iam::123456789012:user/ann,2026-05-01T12:00:00+00:00,false,N/A,N/A,N/A,"
                + "false,true,2026-05-01T12:00:00+00:00,2026-05-01T12:00:00+00:00,us-west-2,iam,");
    iam.now = iam.now.plusSeconds(4 * 3600);
    assertRefused(
        () -> iam.asRoot(IamModel.GET_CREDENTIAL_REPORT, get), "ReportExpired", 410, "expired");
  }

  @Test
  void tellsWhatAnAccountHasInPages() {
    iam.user("ann", ALLOW_ALL);
    iam.role(
        "app",
        "{'Effect':'Allow','Principal':{'AWS':'123456789012'},'Action':'sts:AssumeRole'}",
        ALLOW_ALL);
    assertThat(
            iam.asRoot(IamModel.GET_ACCOUNT_SUMMARY, GetAccountSummaryRequest.builder().build())
                .summaryMap())
        .containsEntry("Users", 1)
        .containsEntry("Roles", 1)
        .containsEntry("MFADevices", 0);
    GetAccountAuthorizationDetailsResponse first = details(List.of(), null);
    assertThat(first.userDetailListOrEmpty()).hasSize(1);
    assertThat(first.roleDetailListOrEmpty()).isEmpty();
    GetAccountAuthorizationDetailsResponse second = details(List.of(), first.marker());
    assertThat(second.roleDetailListOrEmpty()).hasSize(1);
    assertThat(second.isTruncated()).isFalse();
    assertThat(details(List.of("Role"), null).userDetailListOrEmpty()).isEmpty();
  }

  private GetAccountAuthorizationDetailsResponse details(
      List<String> filter, @Nullable String marker) {
    return iam.asRoot(
        IamModel.GET_ACCOUNT_AUTHORIZATION_DETAILS,
        GetAccountAuthorizationDetailsRequest.builder()
            .filter(filter)
            .maxItems(1)
            .marker(marker)
            .build());
  }

  @Test
  void tellsWhichServicesWereUsedAndWhatGrantsThem() {
    Caller ann =
        iam.caller(
            iam.user("ann", "{'Effect':'Allow','Action':['iam:*','s3:Get*'],'Resource':'*'}"));
    iam.as(ann, IamModel.LIST_USERS, ListUsersRequest.builder().build());
    String arn = "arn:aws:iam::123456789012:user/ann";
    String job =
        iam.asRoot(
                IamModel.GENERATE_SERVICE_LAST_ACCESSED_DETAILS,
                GenerateServiceLastAccessedDetailsRequest.builder().arn(arn).build())
            .jobId();
    List<ServiceLastAccessed> services =
        iam.asRoot(
                IamModel.GET_SERVICE_LAST_ACCESSED_DETAILS,
                GetServiceLastAccessedDetailsRequest.builder().jobId(job).build())
            .servicesLastAccessedOrEmpty();
    assertThat(services)
        .extracting(ServiceLastAccessed::serviceNamespace)
        .containsExactly("iam", "s3");
    assertThat(services.getFirst().lastAuthenticated()).isEqualTo(IamFixture.START);
    assertThat(services.getFirst().lastAuthenticatedEntity()).isEqualTo(arn);
    assertThat(services.getLast().lastAuthenticated()).isNull();
    List<ListPoliciesGrantingServiceAccessEntry> entries =
        iam.asRoot(
                IamModel.LIST_POLICIES_GRANTING_SERVICE_ACCESS,
                ListPoliciesGrantingServiceAccessRequest.builder()
                    .arn(arn)
                    .serviceNamespaces(List.of("s3", "ec2"))
                    .build())
            .policiesGrantingServiceAccessOrEmpty();
    assertThat(entries.getFirst().policiesOrEmpty()).hasSize(1);
    assertThat(entries.getLast().policiesOrEmpty()).isEmpty();
  }

  @Test
  void makesServiceLinkedRolesThatOnlyTheirServiceChanges() {
    String service = "autoscaling.amazonaws.com";
    CreateServiceLinkedRoleRequest create =
        CreateServiceLinkedRoleRequest.builder().awsServiceName(service).build();
    String name = "AWSServiceRoleForAutoScaling";
    assertThat(
            Objects.requireNonNull(iam.asRoot(IamModel.CREATE_SERVICE_LINKED_ROLE, create).role())
                .arn())
        .isEqualTo("arn:aws:iam::123456789012:role/aws-service-role/" + service + "/" + name);
    assertRefused(
        () -> iam.asRoot(IamModel.CREATE_SERVICE_LINKED_ROLE, create), "InvalidInput", 400, name);
    assertRefused(
        () -> iam.asRoot(IamModel.DELETE_ROLE, DeleteRoleRequest.builder().roleName(name).build()),
        "UnmodifiableEntity",
        400,
        "protected role");
    assertRefused(
        () ->
            iam.asRoot(
                IamModel.ATTACH_ROLE_POLICY,
                AttachRolePolicyRequest.builder()
                    .roleName(name)
                    .policyArn("arn:aws:iam::aws:policy/AdministratorAccess")
                    .build()),
        "UnmodifiableEntity",
        400,
        "protected role");
    String task =
        iam.asRoot(
                IamModel.DELETE_SERVICE_LINKED_ROLE,
                DeleteServiceLinkedRoleRequest.builder().roleName(name).build())
            .deletionTaskId();
    assertThat(
            iam.asRoot(
                    IamModel.GET_SERVICE_LINKED_ROLE_DELETION_STATUS,
                    GetServiceLinkedRoleDeletionStatusRequest.builder()
                        .deletionTaskId(task)
                        .build())
                .status())
        .isEqualTo("SUCCEEDED");
    Caller bob =
        iam.caller(
            iam.user(
                "bob",
                "{'Effect':'Allow','Action':'iam:CreateServiceLinkedRole','Resource':'*',"
                    + "'Condition':{'StringEquals':{'iam:AWSServiceName':'ssm.amazonaws.com'}}}"));
    assertRefused(
        () -> iam.as(bob, IamModel.CREATE_SERVICE_LINKED_ROLE, create), "AccessDenied", 403, name);
  }

  @Test
  void keepsAliasesUniqueAmongAccounts() {
    CreateAccountAliasRequest create =
        CreateAccountAliasRequest.builder().accountAlias("acme").build();
    iam.asRoot(IamModel.CREATE_ACCOUNT_ALIAS, create);
    Caller other = Caller.root("210987654321", "AKIAOTHER");
    assertRefused(
        () -> iam.as(other, IamModel.CREATE_ACCOUNT_ALIAS, create),
        "EntityAlreadyExists",
        409,
        "acme");
    assertRefused(
        () ->
            iam.as(
                other,
                IamModel.DELETE_ACCOUNT_ALIAS,
                DeleteAccountAliasRequest.builder().accountAlias("acme").build()),
        "NoSuchEntity",
        404,
        "acme");
  }

  @Test
  void keepsOpenIdProvidersAndChecksTheirParts() {
    CreateOpenIDConnectProviderRequest.Builder request =
        CreateOpenIDConnectProviderRequest.builder()
            .url("https://issuer.example.com/team/")
            .clientIDList(List.of("one"))
            .thumbprintList(List.of("0".repeat(40)));
    String arn =
        iam.asRoot(IamModel.CREATE_OPEN_ID_CONNECT_PROVIDER, request.build())
            .openIDConnectProviderArn();
    assertThat(arn).isEqualTo("arn:aws:iam::123456789012:oidc-provider/issuer.example.com/team");
    assertRefused(
        () -> iam.asRoot(IamModel.CREATE_OPEN_ID_CONNECT_PROVIDER, request.build()),
        "EntityAlreadyExists",
        409,
        "already exists");
    assertRefused(
        () ->
            iam.asRoot(
                IamModel.CREATE_OPEN_ID_CONNECT_PROVIDER,
                request.url("http://issuer.example.com").build()),
        "ValidationError",
        400,
        "Invalid Open ID Connect Provider URL");
    iam.asRoot(
        IamModel.ADD_CLIENT_ID_TO_OPEN_ID_CONNECT_PROVIDER,
        AddClientIDToOpenIDConnectProviderRequest.builder()
            .openIDConnectProviderArn(arn)
            .clientID("two")
            .build());
    GetOpenIDConnectProviderResponse shown =
        iam.asRoot(
            IamModel.GET_OPEN_ID_CONNECT_PROVIDER,
            GetOpenIDConnectProviderRequest.builder().openIDConnectProviderArn(arn).build());
    assertThat(shown.url()).isEqualTo("issuer.example.com/team");
    assertThat(shown.clientIDList()).containsExactly("one", "two");
  }

  @Test
  void takesSamlMetadataOnlyWithoutDoctypesAndWithAKey() {
    assertRefused(
        () -> saml("<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><x>&y;</x>"),
        "InvalidInput",
        400,
        "Could not parse metadata");
    assertRefused(() -> saml("<x/>"), "InvalidInput", 400, "Could not parse metadata");
    assertThat(
            saml(
                "<EntityDescriptor xmlns='urn:oasis:names:tc:SAML:2.0:metadata' entityID='e'>"
                    + "<IDPSSODescriptor><KeyInfo xmlns='http://www.w3.org/2000/09/xmldsig#'>"
                    + "<X509Data><X509Certificate>AA</X509Certificate></X509Data></KeyInfo>"
                    + "</IDPSSODescriptor></EntityDescriptor>"))
        .isEqualTo("arn:aws:iam::123456789012:saml-provider/corp");
  }

  private @Nullable String saml(String metadata) {
    return iam.asRoot(
            IamModel.CREATE_SAML_PROVIDER,
            CreateSAMLProviderRequest.builder().name("corp").samlMetadataDocument(metadata).build())
        .samlProviderArn();
  }
}
