package croft.services.ec2.image;

import static croft.services.ec2.Ec2Fixture.IMAGE;
import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.AttributeValue;
import croft.api.ec2.CancelImageLaunchPermissionRequest;
import croft.api.ec2.CopyImageRequest;
import croft.api.ec2.CreateImageRequest;
import croft.api.ec2.CreateTagsRequest;
import croft.api.ec2.DeregisterImageRequest;
import croft.api.ec2.DescribeImageAttributeRequest;
import croft.api.ec2.DescribeImagesRequest;
import croft.api.ec2.DisableImageBlockPublicAccessRequest;
import croft.api.ec2.DisableImageDeregistrationProtectionRequest;
import croft.api.ec2.DisableImageRequest;
import croft.api.ec2.Ec2Api;
import croft.api.ec2.EnableImageDeprecationRequest;
import croft.api.ec2.EnableImageDeregistrationProtectionRequest;
import croft.api.ec2.EnableImageRequest;
import croft.api.ec2.Filter;
import croft.api.ec2.Image;
import croft.api.ec2.LaunchPermission;
import croft.api.ec2.LaunchPermissionModifications;
import croft.api.ec2.ModifyImageAttributeRequest;
import croft.api.ec2.ResetImageAttributeRequest;
import croft.api.ec2.StartInstancesRequest;
import croft.api.ec2.StopInstancesRequest;
import croft.api.ec2.Tag;
import croft.api.ec2.TagSpecification;
import croft.api.ec2.TerminateInstancesRequest;
import croft.drivers.compute.Content;
import croft.drivers.compute.InstanceFile;
import croft.services.ec2.Ec2Fixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageOperationsTest {
  private static final String OTHER = "222222222222";

  private Ec2Fixture fixture;
  private Ec2Api theirs;

  @BeforeEach
  void open(@TempDir Path directory) {
    fixture = new Ec2Fixture(directory);
    theirs = fixture.as(OTHER, "us-west-2");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static CreateImageRequest.Builder of(String instanceId, String name) {
    return CreateImageRequest.builder().instanceId(instanceId).name(name).noReboot(true);
  }

  private String create(CreateImageRequest.Builder request) {
    return String.valueOf(fixture.ec2.createImage(request.build()).imageId());
  }

  /** An image of an instance that has a file, available. */
  private String made(String name) {
    String instance = fixture.running();
    String id = create(of(instance, name));
    fixture.makeImages();
    return id;
  }

  private static List<Image> describe(Ec2Api ec2, DescribeImagesRequest.Builder request) {
    return ec2.describeImages(request.build()).imagesOrEmpty();
  }

  private Image describe(String id) {
    return describe(fixture.ec2, DescribeImagesRequest.builder().imageIds(List.of(id))).getFirst();
  }

  private String state(String id) {
    return String.valueOf(describe(id).state());
  }

  private void write(String instanceId, String text) {
    fixture
        .compute
        .shell(instanceId)
        .writeFile(InstanceFile.ofRoot("/srv/mark", Content.text(text), 0644));
  }

  private String launched(Ec2Api ec2, String imageId) {
    String id =
        String.valueOf(
            ec2.runInstances(fixture.launch().imageId(imageId).build())
                .instancesOrEmpty()
                .getFirst()
                .instanceId());
    fixture.reconcile();
    return id;
  }

  private String mark(String instanceId) {
    return fixture.compute.shell(instanceId).readFile("/srv/mark").text();
  }

  private void deregister(String id) {
    fixture.ec2.deregisterImage(DeregisterImageRequest.builder().imageId(id).build());
    fixture.makeImages();
  }

  private void share(String id, LaunchPermission... permissions) {
    fixture.ec2.modifyImageAttribute(
        ModifyImageAttributeRequest.builder()
            .imageId(id)
            .launchPermission(
                LaunchPermissionModifications.builder().add(List.of(permissions)).build())
            .build());
  }

  private static LaunchPermission user(String id) {
    return LaunchPermission.builder().userId(id).build();
  }

  private static LaunchPermission everyone() {
    return LaunchPermission.builder().group("all").build();
  }

  @Test
  void anImageIsPendingThenAvailableAndLaunchesWithItsFiles() {
    String instance = fixture.running();
    write(instance, "one");
    String id =
        create(
            of(instance, "golden/1.0")
                .description("with a mark")
                .tagSpecifications(
                    List.of(
                        TagSpecification.builder()
                            .resourceType("image")
                            .tags(List.of(Tag.builder().key("stage").value("gold").build()))
                            .build())));
    assertThat(state(id)).isEqualTo("pending");
    refused("InvalidAMIID.Unavailable", "pending", () -> launched(fixture.ec2, id));
    fixture.makeImages();

    Image image = describe(id);
    assertThat(image.state()).isEqualTo("available");
    assertThat(image.name()).isEqualTo("golden/1.0");
    assertThat(image.description()).isEqualTo("with a mark");
    assertThat(image.ownerId()).isEqualTo("123456789012");
    assertThat(image.public_()).isFalse();
    assertThat(image.sourceInstanceId()).isEqualTo(instance);
    assertThat(image.imageLocation()).isEqualTo("123456789012/golden/1.0");
    assertThat(image.tagsOrEmpty()).extracting(Tag::value).containsExactly("gold");
    fixture.ec2.terminateInstances(
        TerminateInstancesRequest.builder().instanceIds(List.of(instance)).build());
    fixture.reconcile();
    assertThat(mark(launched(fixture.ec2, id))).isEqualTo("one");
  }

  @Test
  void withoutNoRebootTheInstanceStandsStillAndRunsAgain() {
    String instance = fixture.running();
    write(instance, "one");
    String id = create(CreateImageRequest.builder().instanceId(instance).name("rebooted"));
    var before = fixture.compute.observe(instance);
    fixture.makeImages();
    assertThat(state(id)).as("it waits for the reboot").isEqualTo("pending");
    fixture.reconcile();
    assertThat(state(id)).isEqualTo("available");
    assertThat(fixture.state(instance)).isEqualTo("running");
    assertThat(fixture.compute.observe(instance)).isNotEqualTo(before);
    assertThat(mark(launched(fixture.ec2, id))).isEqualTo("one");
  }

  @Test
  void aStoppedInstanceIsReadAsItStands() {
    String instance = fixture.running();
    write(instance, "one");
    fixture.ec2.stopInstances(
        StopInstancesRequest.builder().instanceIds(List.of(instance)).build());
    refused("IncorrectInstanceState", instance, () -> create(of(instance, "too-early")));
    fixture.reconcile();
    String id = create(CreateImageRequest.builder().instanceId(instance).name("stopped"));
    fixture.makeImages();
    assertThat(state(id)).isEqualTo("available");
    assertThat(fixture.state(instance)).isEqualTo("stopped");
  }

  @Test
  void anInstanceThatIsGoneFailsItsImage() {
    String instance = fixture.running();
    String id = create(CreateImageRequest.builder().instanceId(instance).name("late"));
    fixture.ec2.terminateInstances(
        TerminateInstancesRequest.builder().instanceIds(List.of(instance)).build());
    fixture.reconcile();
    fixture.makeImages();
    Image image = describe(id);
    assertThat(image.state()).isEqualTo("failed");
    assertThat(String.valueOf(image.stateReason())).contains("Client.InstanceTerminated");
    refused("InvalidAMIID.Unavailable", "failed", () -> launched(fixture.ec2, id));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ab", "with#hash", "tab\tbed", "no:colon"})
  void namesAreCheckedAsAwsDoes(String name) {
    String instance = fixture.running();
    refused("InvalidAMIName.Malformed", "3 and 128", () -> create(of(instance, name)));
  }

  @Test
  void aNameIsGivenOnceByAnAccountInARegion() {
    String instance = fixture.running();
    String id = create(of(instance, "golden"));
    refused("InvalidAMIName.Duplicate", id, () -> create(of(instance, "golden")));
    fixture.makeImages();
    deregister(id);
    assertThat(create(of(instance, "golden"))).isNotEqualTo(id);
  }

  @Test
  void anImageOfARegionIsNotInAnother() {
    String id = made("here");
    Ec2Api east = fixture.as("123456789012", "us-east-1");
    refused("InvalidAMIID.NotFound", id, () -> launched(east, id));
    CopyImageRequest copy =
        CopyImageRequest.builder()
            .name("there")
            .sourceImageId(id)
            .sourceRegion("us-west-2")
            .clientToken("once")
            .build();
    String copied = String.valueOf(east.copyImage(copy).imageId());
    assertThat(east.copyImage(copy).imageId()).isEqualTo(copied);
    fixture.makeImages();
    assertThat(describe(east, DescribeImagesRequest.builder().owners(List.of("self"))))
        .extracting(Image::imageId, Image::state)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(copied, "available"));
    deregister(id);
    assertThat(launched(east, copied)).startsWith("i-");
    refused(
        "InvalidParameterValue",
        "mars-1",
        () -> east.copyImage(copy.toBuilder().clientToken("b").sourceRegion("mars-1").build()));
  }

  @Test
  void permissionsDecideWhoSeesAndLaunches() {
    String id = made("shared");
    refused("InvalidAMIID.NotFound", id, () -> launched(theirs, id));
    share(id, user(OTHER));
    assertThat(launched(theirs, id)).startsWith("i-");
    assertThat(describe(theirs, DescribeImagesRequest.builder().executableUsers(List.of("self"))))
        .extracting(Image::imageId)
        .containsExactly(id);
    assertThat(describe(theirs, DescribeImagesRequest.builder().owners(List.of("123456789012"))))
        .hasSize(1);
    refused(
        "AuthFailure",
        id,
        () -> theirs.deregisterImage(DeregisterImageRequest.builder().imageId(id).build()));
    refused(
        "InvalidRequest",
        "storage",
        () ->
            theirs.copyImage(
                CopyImageRequest.builder()
                    .name("mine-now")
                    .sourceImageId(id)
                    .sourceRegion("us-west-2")
                    .build()));
    theirs.cancelImageLaunchPermission(
        CancelImageLaunchPermissionRequest.builder().imageId(id).build());
    refused("InvalidAMIID.NotFound", id, () -> launched(theirs, id));
  }

  @Test
  void permissionsAreDescribedAndTakenAway() {
    String id = made("shared");
    share(id, user(OTHER), user("111111111111"));
    DescribeImageAttributeRequest ask =
        DescribeImageAttributeRequest.builder().imageId(id).attribute("launchPermission").build();
    assertThat(fixture.ec2.describeImageAttribute(ask).launchPermissionsOrEmpty())
        .extracting(LaunchPermission::userId)
        .containsExactly("111111111111", OTHER);
    fixture.ec2.modifyImageAttribute(
        ModifyImageAttributeRequest.builder()
            .imageId(id)
            .attribute("launchPermission")
            .operationType("remove")
            .userIds(List.of(OTHER))
            .build());
    assertThat(fixture.ec2.describeImageAttribute(ask).launchPermissionsOrEmpty())
        .extracting(LaunchPermission::userId)
        .containsExactly("111111111111");
    fixture.ec2.resetImageAttribute(
        ResetImageAttributeRequest.builder().imageId(id).attribute("launchPermission").build());
    assertThat(fixture.ec2.describeImageAttribute(ask).launchPermissionsOrEmpty()).isEmpty();
    refused("InvalidAMIAttributeItemValue", "42", () -> share(id, user("42")));
  }

  @Test
  void everyoneIsLetInOnlyWhereTheAccountAllowsIt() {
    String id = made("open");
    refused("OperationNotPermitted", "block public access", () -> share(id, everyone()));
    fixture.ec2.disableImageBlockPublicAccess(
        DisableImageBlockPublicAccessRequest.builder().build());
    share(id, everyone());
    assertThat(describe(id).public_()).isTrue();
    assertThat(launched(theirs, id)).startsWith("i-");
    assertThat(describe(theirs, DescribeImagesRequest.builder().executableUsers(List.of("all"))))
        .extracting(Image::imageId)
        .contains(id, IMAGE);
  }

  @Test
  void aDescriptionChanges() {
    String id = made("described");
    fixture.ec2.modifyImageAttribute(
        ModifyImageAttributeRequest.builder()
            .imageId(id)
            .description(AttributeValue.builder().value("better").build())
            .build());
    assertThat(describe(id).description()).isEqualTo("better");
    refused(
        "AuthFailure",
        IMAGE,
        () ->
            fixture.ec2.modifyImageAttribute(
                ModifyImageAttributeRequest.builder()
                    .imageId(IMAGE)
                    .description(AttributeValue.builder().value("mine").build())
                    .build()));
  }

  @Test
  void aDeregisteredImagesInstancesGoOnAndTheImageGoesWithTheLast() {
    String id = made("golden");
    String instance = launched(fixture.ec2, id);
    deregister(id);
    refused("InvalidAMIID.NotFound", id, () -> describe(id));
    refused("InvalidAMIID.NotFound", id, () -> launched(fixture.ec2, id));
    assertThat(fixture.images.list()).extracting(i -> i.id()).contains(id);
    fixture.ec2.stopInstances(
        StopInstancesRequest.builder().instanceIds(List.of(instance)).build());
    fixture.reconcile();
    fixture.ec2.startInstances(
        StartInstancesRequest.builder().instanceIds(List.of(instance)).build());
    fixture.reconcile();
    assertThat(fixture.state(instance)).isEqualTo("running");
    fixture.ec2.terminateInstances(
        TerminateInstancesRequest.builder().instanceIds(List.of(instance)).build());
    fixture.reconcile();
    fixture.makeImages();
    assertThat(fixture.images.list()).extracting(i -> i.id()).doesNotContain(id);
  }

  @Test
  void aProtectedImageIsNotDeregistered() {
    String id = made("kept");
    fixture.ec2.enableImageDeregistrationProtection(
        EnableImageDeregistrationProtectionRequest.builder()
            .imageId(id)
            .withCooldown(true)
            .build());
    assertThat(describe(id).deregistrationProtection()).isEqualTo("enabled-with-cooldown");
    refused("OperationNotPermitted", "enabled-with-cooldown", () -> deregister(id));
    fixture.ec2.disableImageDeregistrationProtection(
        DisableImageDeregistrationProtectionRequest.builder().imageId(id).build());
    refused("OperationNotPermitted", "disabled after", () -> deregister(id));
    fixture.clock.advance(Duration.ofHours(25));
    fixture
        .as("123456789012", "us-west-2")
        .deregisterImage(DeregisterImageRequest.builder().imageId(id).build());
  }

  @Test
  void aDisabledImageIsHiddenAndPrivate() {
    String id = made("off");
    share(id, user(OTHER));
    fixture.ec2.disableImage(DisableImageRequest.builder().imageId(id).build());
    refused("InvalidAMIID.Unavailable", "disabled", () -> launched(fixture.ec2, id));
    refused("InvalidAMIID.NotFound", id, () -> launched(theirs, id));
    DescribeImagesRequest.Builder mine = DescribeImagesRequest.builder().owners(List.of("self"));
    assertThat(describe(fixture.ec2, mine)).isEmpty();
    assertThat(describe(fixture.ec2, mine.includeDisabled(true)))
        .extracting(Image::state)
        .containsExactly("disabled");
    fixture.ec2.enableImage(EnableImageRequest.builder().imageId(id).build());
    assertThat(state(id)).isEqualTo("available");
    refused("InvalidAMIID.NotFound", id, () -> launched(theirs, id));
  }

  @Test
  void aDeprecatedImageIsShownToItsOwnerAndToWhoAsks() {
    String id = made("old");
    share(id, user(OTHER));
    fixture.ec2.enableImageDeprecation(
        EnableImageDeprecationRequest.builder()
            .imageId(id)
            .deprecateAt(fixture.clock.instant().plus(Duration.ofHours(1)))
            .build());
    assertThat(describe(id).deprecationTime()).isEqualTo("2026-05-01T13:00:00.000Z");
    fixture.clock.advance(Duration.ofHours(2));
    Ec2Api later = fixture.as(OTHER, "us-west-2");
    DescribeImagesRequest.Builder ask =
        DescribeImagesRequest.builder().owners(List.of("123456789012"));
    assertThat(describe(later, ask)).isEmpty();
    assertThat(describe(later, ask.includeDeprecated(true))).hasSize(1);
    assertThat(describe(fixture.as("123456789012", "us-west-2"), ask)).hasSize(1);
    assertThat(launched(later, id)).startsWith("i-");
  }

  @Test
  void filtersAndPagesNarrowWhatIsShown() {
    String one = made("golden-1");
    String two = made("golden-2");
    fixture.ec2.createTags(
        CreateTagsRequest.builder()
            .resources(List.of(two))
            .tags(List.of(Tag.builder().key("k").value("v").build()))
            .build());
    assertThat(filtered("name", "golden-*")).containsExactlyInAnyOrder(one, two);
    assertThat(filtered("tag:k", "v")).containsExactly(two);
    assertThat(filtered("owner-alias", "amazon")).containsExactly(IMAGE);
    assertThat(filtered("is-public", "false")).containsExactlyInAnyOrder(one, two);
    assertThat(filtered("root-device-name", "/dev/xvda")).hasSize(3);
    refused("InvalidParameterValue", "'colour'", () -> filtered("colour", "red"));
    var first =
        fixture.ec2.describeImages(
            DescribeImagesRequest.builder().owners(List.of("self")).maxResults(1).build());
    assertThat(first.imagesOrEmpty()).hasSize(1);
    assertThat(
            fixture
                .ec2
                .describeImages(
                    DescribeImagesRequest.builder()
                        .owners(List.of("self"))
                        .nextToken(first.nextToken())
                        .build())
                .imagesOrEmpty())
        .hasSize(1);
  }

  private List<String> filtered(String name, String value) {
    Filter filter = Filter.builder().name(name).values(List.of(value)).build();
    return describe(fixture.ec2, DescribeImagesRequest.builder().filters(List.of(filter))).stream()
        .map(image -> String.valueOf(image.imageId()))
        .toList();
  }

  @Test
  void idsAreNamedWhenTheyAreNotThere() {
    refused("InvalidAMIID.Malformed", "expecting", () -> describe("emi-1"));
    refused("InvalidAMIID.NotFound", "[ami-12345678]", () -> describe("ami-12345678"));
    refused(
        "InvalidAMIID.NotFound",
        "[ami-12345678, ami-87654321]",
        () ->
            describe(
                fixture.ec2,
                DescribeImagesRequest.builder()
                    .imageIds(List.of("ami-12345678", IMAGE, "ami-87654321"))));
  }
}
