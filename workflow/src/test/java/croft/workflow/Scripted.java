package croft.workflow;

import java.time.Duration;

/** A workflow whose story a test writes. */
record Scripted(String kind, Story story, RetryPolicy retryPolicy)
    implements Workflow<Scripted.Input> {
  record Input(String text, int count) {}

  @FunctionalInterface
  interface Story {
    void tell(Steps steps, Input input) throws Exception;
  }

  static Scripted of(Story story) {
    return new Scripted(
        "scripted",
        story,
        RetryPolicy.STANDARD
            .withAttempts(3)
            .withPauses(Duration.ofSeconds(1), Duration.ofSeconds(10)));
  }

  @Override
  public Class<Input> inputType() {
    return Input.class;
  }

  @Override
  public void run(Steps steps, Input input) throws Exception {
    story.tell(steps, input);
  }
}
