package croft.drivers.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.drivers.compute.ComputeException.Reason;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every image driver keeps to about images that are made of instances. */
public abstract class ImageDriverContract {
  protected abstract ComputeDriver driver();

  protected abstract ImageDriver images();

  /** An image with a shell and the usual small programs. */
  protected abstract String imageId();

  @AfterEach
  void destroyAll() {
    driver().destroyAll();
  }

  private Shell started(String id, String imageId) {
    driver().create(InstanceSpec.of(id, imageId).withInitMode(InitMode.PLAIN));
    driver().start(id);
    return driver().shell(id);
  }

  private static void put(Shell shell, String path, String text) {
    shell.writeFile(InstanceFile.ofRoot(path, Content.text(text), 0644));
  }

  private static void assertReason(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ComputeException.class,
            e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason));
  }

  @Test
  void anImageOfARunningInstanceHasItsFilesAndKeepsThem() {
    Shell original = started("i-1", imageId());
    put(original, "/srv/mark", "one");
    Image image = images().capture("i-1", "ami-1");
    assertThat(image.id()).isEqualTo("ami-1");
    assertThat(image.kind()).isEqualTo(Image.Kind.INSTANCE);
    assertThat(images().list()).contains(image);
    assertThat(driver().observe("i-1")).isInstanceOf(InstanceState.Running.class);
    put(original, "/srv/mark", "changed since");

    Shell copy = started("i-2", "ami-1");
    assertThat(copy.readFile("/srv/mark").text()).isEqualTo("one");
    put(copy, "/srv/mark", "two");
    assertThat(original.readFile("/srv/mark").text()).isEqualTo("changed since");
    driver().destroy("i-1");
    driver().destroy("i-2");
    assertThat(started("i-3", "ami-1").readFile("/srv/mark").text()).isEqualTo("one");
    assertReason(Reason.NOT_FOUND, () -> started("i-4", imageId()).readFile("/srv/mark"));
  }

  @Test
  void aStoppedInstanceBecomesAnImageAndMayStartAgain() {
    Shell original = started("i-1", imageId());
    put(original, "/srv/mark", "one");
    driver().stop("i-1", Duration.ofSeconds(5));
    images().capture("i-1", "ami-1");
    driver().start("i-1");
    assertThat(original.readFile("/srv/mark").text()).isEqualTo("one");
    assertThat(started("i-2", "ami-1").readFile("/srv/mark").text()).isEqualTo("one");
  }

  @Test
  void repeatingACaptureChangesNothing() {
    Shell original = started("i-1", imageId());
    put(original, "/srv/mark", "one");
    Image image = images().capture("i-1", "ami-1");
    put(original, "/srv/mark", "two");
    assertThat(images().capture("i-1", "ami-1")).isEqualTo(image);
    assertThat(started("i-2", "ami-1").readFile("/srv/mark").text()).isEqualTo("one");
  }

  @Test
  void otherWorkOfTheSameMomentIsDoneOnceAndItsFailureLeavesNoImage() {
    started("i-1", imageId());
    IllegalStateException failure = new IllegalStateException("the disk is full");
    assertThatThrownBy(() ->
            images()
                .capture(
                    "i-1",
                    "ami-1",
                    () -> {
                      throw failure;
                    }))
        .isSameAs(failure);
    assertThat(images().list()).noneMatch(image -> image.id().equals("ami-1"));
    assertThat(driver().observe("i-1")).isInstanceOf(InstanceState.Running.class);
    int[] runs = {0};
    images().capture("i-1", "ami-1", () -> runs[0]++);
    images().capture("i-1", "ami-1", () -> runs[0]++);
    assertThat(runs[0]).isEqualTo(1);
    assertThat(driver().observe("i-1")).isInstanceOf(InstanceState.Running.class);
  }

  @Test
  void imagesAreMadeOfImages() {
    put(started("i-1", imageId()), "/srv/one", "1");
    images().capture("i-1", "ami-1");
    put(started("i-2", "ami-1"), "/srv/two", "2");
    images().capture("i-2", "ami-2");
    Shell third = started("i-3", "ami-2");
    assertThat(third.readFile("/srv/one").text()).isEqualTo("1");
    assertThat(third.readFile("/srv/two").text()).isEqualTo("2");

    driver().destroyAll();
    assertReason(Reason.IN_USE, () -> images().delete("ami-1"));
    images().delete("ami-2");
    images().delete("ami-1");
    images().delete("ami-1");
    assertThat(images().list()).extracting(Image::id).doesNotContain("ami-1", "ami-2");
  }

  @Test
  void anImageInUseIsKept() {
    started("i-1", imageId());
    images().capture("i-1", "ami-1");
    started("i-2", "ami-1");
    assertReason(Reason.IN_USE, () -> images().delete("ami-1"));
    driver().destroy("i-2");
    images().delete("ami-1");
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertReason(Reason.NOT_FOUND, () -> images().capture("i-none", "ami-1"));
    assertReason(Reason.NOT_FOUND, () -> images().export("ami-none", new ByteArrayOutputStream()));
    assertThat(images().list()).extracting(Image::id).doesNotContain("ami-1");
    started("i-1", imageId());
    assertReason(Reason.INVALID, () -> images().capture("i-1", "../out"));
    assertReason(Reason.INVALID, () -> images().capture("i-1", Image.HOST_ROOT_ID));
  }

  @Test
  void anImageIsExportedWithItsFiles() {
    put(started("i-1", imageId()), "/srv/mark", "to be found in the archive");
    images().capture("i-1", "ami-1");
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    images().export("ami-1", archive);
    assertThat(archive.toString(java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains("srv/mark")
        .contains("to be found in the archive");
  }
}
