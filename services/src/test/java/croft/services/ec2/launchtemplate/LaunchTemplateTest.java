package croft.services.ec2.launchtemplate;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.CreateLaunchTemplateRequest;
import croft.api.ec2.CreateLaunchTemplateResult;
import croft.api.ec2.CreateLaunchTemplateVersionRequest;
import croft.api.ec2.DeleteLaunchTemplateRequest;
import croft.api.ec2.DeleteLaunchTemplateVersionsRequest;
import croft.api.ec2.DeleteLaunchTemplateVersionsResponseErrorItem;
import croft.api.ec2.DeleteLaunchTemplateVersionsResponseSuccessItem;
import croft.api.ec2.DeleteLaunchTemplateVersionsResult;
import croft.api.ec2.DescribeLaunchTemplateVersionsRequest;
import croft.api.ec2.DescribeLaunchTemplatesRequest;
import croft.api.ec2.GetLaunchTemplateDataRequest;
import croft.api.ec2.Instance;
import croft.api.ec2.LaunchTemplate;
import croft.api.ec2.LaunchTemplateHibernationOptionsRequest;
import croft.api.ec2.LaunchTemplateInstanceMetadataOptionsRequest;
import croft.api.ec2.LaunchTemplateSpecification;
import croft.api.ec2.LaunchTemplateTagSpecificationRequest;
import croft.api.ec2.LaunchTemplateVersion;
import croft.api.ec2.ModifyLaunchTemplateRequest;
import croft.api.ec2.RequestLaunchTemplateData;
import croft.api.ec2.ResponseLaunchTemplateData;
import croft.api.ec2.RunInstancesRequest;
import croft.api.ec2.Tag;
import croft.api.ec2.TagSpecification;
import croft.services.ec2.Ec2Fixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchTemplateTest {
  private Ec2Fixture fixture;

  @BeforeEach
  void open(@TempDir Path directory) {
    fixture = new Ec2Fixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static RequestLaunchTemplateData.Builder data() {
    return RequestLaunchTemplateData.builder()
        .imageId(Ec2Fixture.IMAGE)
        .instanceType("t3.small")
        .metadataOptions(
            LaunchTemplateInstanceMetadataOptionsRequest.builder()
                .httpTokens("required")
                .httpPutResponseHopLimit(2)
                .build())
        .tagSpecifications(
            List.of(
                LaunchTemplateTagSpecificationRequest.builder()
                    .resourceType("instance")
                    .tags(List.of(tag("Name", "template"), tag("team", "a")))
                    .build()));
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private LaunchTemplate create(String name) {
    CreateLaunchTemplateResult created =
        fixture.ec2.createLaunchTemplate(
            CreateLaunchTemplateRequest.builder()
                .launchTemplateName(name)
                .launchTemplateData(data().build())
                .build());
    assertThat(created.warning()).isNull();
    return Objects.requireNonNull(created.launchTemplate());
  }

  private void addVersion(String name, String type, String source) {
    fixture.ec2.createLaunchTemplateVersion(
        CreateLaunchTemplateVersionRequest.builder()
            .launchTemplateName(name)
            .sourceVersion(source)
            .launchTemplateData(RequestLaunchTemplateData.builder().instanceType(type).build())
            .build());
  }

  private static LaunchTemplateSpecification version(String name, String version) {
    return LaunchTemplateSpecification.builder().launchTemplateName(name).version(version).build();
  }

  private Instance launch(RunInstancesRequest request) {
    return fixture.ec2.runInstances(request).instancesOrEmpty().getFirst();
  }

  @Test
  void aLaunchTakesFromTheTemplateWhatItDoesNotSay() {
    LaunchTemplate template = create("web");
    Instance launched =
        launch(
            RunInstancesRequest.builder()
                .minCount(1)
                .maxCount(1)
                .launchTemplate(version("web", "1"))
                .tagSpecifications(
                    List.of(
                        TagSpecification.builder()
                            .resourceType("instance")
                            .tags(List.of(tag("Name", "launch")))
                            .build()))
                .build());
    assertThat(launched.instanceType()).isEqualTo("t3.small");
    assertThat(launched.imageId()).isEqualTo(Ec2Fixture.IMAGE);
    assertThat(Objects.requireNonNull(launched.metadataOptions()).httpTokens())
        .isEqualTo("required");
    assertThat(launched.tagsOrEmpty())
        .containsExactlyInAnyOrder(
            tag("Name", "launch"),
            tag("team", "a"),
            tag("aws:ec2launchtemplate:id", String.valueOf(template.launchTemplateId())),
            tag("aws:ec2launchtemplate:version", "1"));
    Instance other =
        launch(
            RunInstancesRequest.builder()
                .minCount(1)
                .maxCount(1)
                .instanceType("t3.micro")
                .launchTemplate(version("web", "$Default"))
                .build());
    assertThat(other.instanceType()).isEqualTo("t3.micro");
  }

  @Test
  void versionsCountUpAndTheDefaultIsMovedByHand() {
    create("web");
    addVersion("web", "t3.large", "1");
    addVersion("web", "t3.xlarge", "$Latest");
    LaunchTemplate shown =
        fixture
            .ec2
            .describeLaunchTemplates(
                DescribeLaunchTemplatesRequest.builder()
                    .launchTemplateNames(List.of("web"))
                    .build())
            .launchTemplatesOrEmpty()
            .getFirst();
    assertThat(shown.latestVersionNumber()).isEqualTo(3);
    assertThat(shown.defaultVersionNumber()).isEqualTo(1);
    assertThat(type("$Default")).isEqualTo("t3.small");
    fixture.ec2.modifyLaunchTemplate(
        ModifyLaunchTemplateRequest.builder()
            .launchTemplateName("web")
            .defaultVersion("2")
            .build());
    assertThat(type("$Default")).isEqualTo("t3.large");
    assertThat(type("$Latest")).isEqualTo("t3.xlarge");
    List<LaunchTemplateVersion> all = describe(List.of());
    assertThat(all).extracting(LaunchTemplateVersion::versionNumber).containsExactly(1L, 2L, 3L);
    // What a new version does not say comes from its source.
    assertThat(data(all.getLast()).imageId()).isEqualTo(Ec2Fixture.IMAGE);
  }

  private String type(String version) {
    return String.valueOf(data(describe(List.of(version)).getFirst()).instanceType());
  }

  private static ResponseLaunchTemplateData data(LaunchTemplateVersion version) {
    return Objects.requireNonNull(version.launchTemplateData());
  }

  private List<LaunchTemplateVersion> describe(List<String> versions) {
    return fixture
        .ec2
        .describeLaunchTemplateVersions(
            DescribeLaunchTemplateVersionsRequest.builder()
                .launchTemplateName("web")
                .versions(versions)
                .build())
        .launchTemplateVersionsOrEmpty();
  }

  @Test
  void theDefaultVersionStaysAndOthersGo() {
    create("web");
    addVersion("web", "t3.large", "1");
    DeleteLaunchTemplateVersionsResult result =
        fixture.ec2.deleteLaunchTemplateVersions(
            DeleteLaunchTemplateVersionsRequest.builder()
                .launchTemplateName("web")
                .versions(List.of("1", "2", "9"))
                .build());
    assertThat(result.successfullyDeletedLaunchTemplateVersionsOrEmpty())
        .extracting(DeleteLaunchTemplateVersionsResponseSuccessItem::versionNumber)
        .containsExactly(2L);
    assertThat(result.unsuccessfullyDeletedLaunchTemplateVersionsOrEmpty())
        .extracting(DeleteLaunchTemplateVersionsResponseErrorItem::versionNumber)
        .containsExactly(1L, 9L);
    refused(
        "InvalidLaunchTemplateId.VersionNotFound",
        "specified version 2",
        () -> describe(List.of("2")));
  }

  @Test
  void whatATemplateAsksForAndNobodyDoesIsToldAtOnceAndRefusedAtTheLaunch() {
    CreateLaunchTemplateResult created =
        fixture.ec2.createLaunchTemplate(
            CreateLaunchTemplateRequest.builder()
                .launchTemplateName("odd")
                .launchTemplateData(data().kernelId("aki-1").build())
                .build());
    assertThat(String.valueOf(created.warning())).contains("KernelId");
    refused("UnsupportedOperation", "KernelId", () -> launchFrom("odd"));
    fixture.ec2.createLaunchTemplate(
        CreateLaunchTemplateRequest.builder()
            .launchTemplateName("sleepy")
            .launchTemplateData(
                data()
                    .hibernationOptions(
                        LaunchTemplateHibernationOptionsRequest.builder().configured(true).build())
                    .build())
            .build());
    refused("UnsupportedHibernationConfiguration", "Hibernation", () -> launchFrom("sleepy"));
  }

  private void launchFrom(String name) {
    launch(
        RunInstancesRequest.builder()
            .minCount(1)
            .maxCount(1)
            .launchTemplate(version(name, "$Latest"))
            .build());
  }

  @Test
  void namesAreTakenOnceAndWhatIsNotThereIsRefused() {
    create("web");
    refused(
        "InvalidLaunchTemplateName.AlreadyExistsException", "already in use", () -> create("web"));
    fixture.ec2.deleteLaunchTemplate(
        DeleteLaunchTemplateRequest.builder().launchTemplateName("web").build());
    refused(
        "InvalidLaunchTemplateName.NotFoundException",
        "with template name web, does not exist",
        () -> launchFrom("web"));
    refused(
        "InvalidLaunchTemplateId.NotFound",
        "lt-0123456789abcdef0",
        () ->
            fixture.ec2.describeLaunchTemplates(
                DescribeLaunchTemplatesRequest.builder()
                    .launchTemplateIds(List.of("lt-0123456789abcdef0"))
                    .build()));
  }

  @Test
  void anInstanceGivesTheDataOfATemplate() {
    String id = fixture.running();
    ResponseLaunchTemplateData data =
        Objects.requireNonNull(
            fixture
                .ec2
                .getLaunchTemplateData(
                    GetLaunchTemplateDataRequest.builder().instanceId(id).build())
                .launchTemplateData());
    assertThat(data.instanceType()).isEqualTo("t3.micro");
    assertThat(data.imageId()).isEqualTo(Ec2Fixture.IMAGE);
  }
}
