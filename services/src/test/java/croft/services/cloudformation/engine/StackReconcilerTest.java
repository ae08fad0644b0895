package croft.services.cloudformation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import croft.api.cloudformation.DeleteStackInput;
import croft.api.cloudformation.UpdateStackInput;
import croft.services.cloudformation.StackFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StackReconcilerTest {
  /** Two topics, of which one names the other, and one beside them. */
  private static final String FIRST =
      """
      Resources:
        News: {Type: AWS::SNS::Topic, Properties: {DisplayName: News}}
        Named:
          Type: AWS::SNS::Topic
          Properties: {DisplayName: !GetAtt News.TopicName}
        Going: {Type: AWS::SNS::Topic}
      Outputs:
        News: {Value: !Ref News}
        Named: {Value: !Ref Named}
      """;

  /** One changed, one in another's place, one more, one less. */
  private static final String SECOND =
      """
      Resources:
        News: {Type: AWS::SNS::Topic, Properties: {DisplayName: Other}}
        Named:
          Type: AWS::SNS::Topic
          Properties: {DisplayName: !GetAtt News.TopicName, TopicName: chosen}
        Coming: {Type: AWS::SNS::Topic, DependsOn: Named}
      Outputs:
        News: {Value: !Ref News}
        Named: {Value: !Ref Named}
        Coming: {Value: !Ref Coming}
      """;

  /** The same, but for a name that no topic may have. */
  private static final String BROKEN =
      SECOND.replace(
          "{Type: AWS::SNS::Topic, DependsOn: Named}",
          "{Type: AWS::SNS::Topic, DependsOn: Named, Properties: {TopicName: 'no name'}}");

  @TempDir Path directory;

  /** What is done with a stack whose server is killed after so many steps. */
  @FunctionalInterface
  private interface Trial {
    void run(StackFixture stacks, int steps) throws InterruptedException;
  }

  /** Repeats a trial with a kill at the first step, at the second, and so on, until none is hit. */
  private int atEveryStep(Trial trial) throws IOException, InterruptedException {
    for (int steps = 0; ; steps++) {
      Path home = Files.createDirectory(directory.resolve(Integer.toString(steps)));
      try (StackFixture stacks = new StackFixture(home)) {
        trial.run(stacks, steps);
        if (!stacks.wasKilled()) {
          return steps;
        }
      }
    }
  }

  private static void update(StackFixture stacks, String template) {
    stacks.api.updateStack(
        UpdateStackInput.builder().stackName("shop").templateBody(template).build());
  }

  @Test
  void aCreationKilledAtAnyStepMakesEachThingOnce() throws Exception {
    int steps =
        atEveryStep((stacks, kill) -> {
          stacks.create("shop", FIRST);
          stacks.killAfter(kill);
          stacks.work();
          assertThat(stacks.stack("shop").stackStatus()).isEqualTo("CREATE_COMPLETE");
          assertThat(stacks.arns()).as("killed at step %d", kill).hasSize(3);
          assertThat(stacks.arns()).containsAll(stacks.outputs("shop").values());
        });
    assertThat(steps).isGreaterThan(20);
  }

  @Test
  void anUpdateKilledAtAnyStepComesToItsEnd() throws Exception {
    int steps =
        atEveryStep((stacks, kill) -> {
          stacks.create("shop", FIRST);
          stacks.work();
          String news = stacks.outputs("shop").get("News");
          update(stacks, SECOND);
          stacks.killAfter(kill);
          stacks.work();
          assertThat(stacks.stack("shop").stackStatus()).isEqualTo("UPDATE_COMPLETE");
          assertThat(stacks.arns())
              .as("killed at step %d", kill)
              .containsExactlyInAnyOrderElementsOf(List.copyOf(stacks.outputs("shop").values()));
          assertThat(stacks.outputs("shop").get("News")).isEqualTo(news);
          assertThat(stacks.outputs("shop").get("Named")).endsWith(":chosen");
        });
    assertThat(steps).isGreaterThan(20);
  }

  @Test
  void aBrokenUpdateKilledAtAnyStepIsTakenBack() throws Exception {
    int steps =
        atEveryStep((stacks, kill) -> {
          stacks.create("shop", FIRST);
          stacks.work();
          List<String> before = stacks.arns();
          update(stacks, BROKEN);
          stacks.killAfter(kill);
          stacks.work();
          assertThat(stacks.stack("shop").stackStatus()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
          assertThat(stacks.arns())
              .as("killed at step %d", kill)
              .containsExactlyInAnyOrderElementsOf(before);
          assertThat(before).containsAll(stacks.outputs("shop").values());
        });
    assertThat(steps).isGreaterThan(20);
  }

  @Test
  void aDeletionKilledAtAnyStepLeavesNothing() throws Exception {
    int steps =
        atEveryStep((stacks, kill) -> {
          stacks.create("shop", FIRST);
          stacks.work();
          String arn = stacks.stack("shop").stackId();
          stacks.api.deleteStack(DeleteStackInput.builder().stackName("shop").build());
          stacks.killAfter(kill);
          stacks.work();
          assertThat(stacks.stack(arn).stackStatus()).isEqualTo("DELETE_COMPLETE");
          assertThat(stacks.arns()).as("killed at step %d", kill).isEmpty();
        });
    assertThat(steps).isGreaterThan(10);
  }

  @Test
  void aBrokenCreationKilledAtAnyStepLeavesNothing() throws Exception {
    int steps =
        atEveryStep((stacks, kill) -> {
          stacks.create("shop", BROKEN);
          stacks.killAfter(kill);
          stacks.work();
          assertThat(stacks.stack("shop").stackStatus()).isEqualTo("ROLLBACK_COMPLETE");
          assertThat(stacks.arns()).as("killed at step %d", kill).isEmpty();
        });
    assertThat(steps).isGreaterThan(20);
  }
}
