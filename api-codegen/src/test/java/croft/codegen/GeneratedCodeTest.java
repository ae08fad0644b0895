package croft.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles what the generator writes, once, and uses it as a service would. */
class GeneratedCodeTest {
  /** Compiled with the generated code. */
  private static final String SCENARIO =
      """
      package croft.api;

      import croft.api.boxes.*;
      import croft.api.noted.*;
      import java.time.Instant;
      import java.util.*;

      public final class Scenario {
        public static Object note() {
          Note leaf = Note.builder().title("leaf").build();
          return PutNoteRequest.builder()
              .title("a title").password("hunter2").body(new byte[] {1, 2})
              .labels(List.of("one", "two")).attributes(Map.of("k", leaf))
              .pages(List.of(List.of(new byte[] {3}, new byte[] {4}), List.of()))
              .default_(true).due(Instant.EPOCH).colour("pale green")
              .parent(leaf.toBuilder().replies(List.of(leaf, leaf)).build())
              .build();
        }

        public static Object box() {
          Box inner = Box.builder().name("x").sizes(Arrays.asList(1L, null)).build();
          return PutBoxInput.builder().id("id").size(7L).box(
              Box.builder().content(Content.builder().nested(inner).build())
                  .build()).build();
        }

        public static Object called() {
          List<Object> seen = new ArrayList<>();
          NotedApi api = new NotedApi(new croft.wire.schema.Invoker() {
            @Override
            public <I extends croft.wire.schema.Shape, O extends croft.wire.schema.Shape> O invoke(
                croft.wire.schema.Operation<I, O> operation, I request) {
              seen.add(operation.name());
              seen.add(request.schema().name());
              return operation.output().apply(new Nothing().reader());
            }
          });
          seen.add(api.putNote(PutNoteRequest.builder().build()).repliesOrEmpty());
          seen.add(api.forgetAll(ForgetAllRequest.builder().build()).schema().isUnit());
          return seen;
        }

        private record Nothing() {
          croft.wire.schema.ShapeReader reader() {
            return (croft.wire.schema.ShapeReader) java.lang.reflect.Proxy.newProxyInstance(
                Scenario.class.getClassLoader(),
                new Class<?>[] {croft.wire.schema.ShapeReader.class}, (p, m, a) -> null);
          }
        }

        public static String described() {
          var schema = PutNoteRequest.SCHEMA;
          var labels = schema.member(3);
          var title = schema.member(0);
          var box = Box.SCHEMA;
          var input = PutBoxInput.SCHEMA;
          return String.join("\\n",
              "title " + title.required() + " " + title.constraints().minimum() + " "
                  + title.constraints().pattern().matches("a b") + " "
                  + title.constraints().pattern().matches("a b!"),
              "labels " + labels.xmlName() + " " + labels.flattened() + " "
                  + labels.target().constraints().maximum(),
              "colour " + schema.member(8).constraints().values(),
              "due " + schema.member(7).timestampFormat(),
              "password " + schema.member(1).sensitive() + " " + schema.member(1).constraints().pattern(),
              "token " + schema.member(10).idempotencyToken(),
              "note " + Note.SCHEMA.xml("replySet").target().element().xmlName(),
              "error " + NotedErrors.NOTE_TOO_LONG_EXCEPTION.code() + " "
                  + NotedErrors.NOTE_TOO_LONG_EXCEPTION.status(),
              "noted " + NotedModel.MODEL.protocols() + " " + NotedModel.MODEL.otherOperations()
                  + " " + NotedModel.PUT_NOTE.queryResultWrapper(),
              "id " + input.member(0).location() + " size " + input.member(1).locationName(),
              "box " + box.xmlRoot() + " " + box.member(0).constraints().maximum() + " "
                  + box.member(0).constraints().pattern().matches("axb") + " "
                  + box.member(1).target().sparse() + " " + box.member(1).target().element().xmlName()
                  + " " + box.member(3).defaultValue() + " " + box.member(3).constraints().values(),
              "boxes " + BoxesModel.PUT_BOX.http().status() + " " + BoxesModel.PUT_BOX.http().uri()
                  + " " + BoxesModel.MODEL.xmlErrorsUnwrapped() + " "
                  + BoxesModel.MODEL.xmlNamespace().uri() + " "
                  + BoxesErrors.BOX_FULL.status());
        }
      }
      """;

  @TempDir static Path folder;
  private static URLClassLoader loader;

  @BeforeAll
  static void compile() throws Exception {
    Path listing = Path.of(GeneratedCodeTest.class.getResource("/listing/apis.txt").toURI());
    Path sources = folder.resolve("sources");
    Generator.run(new Generator.Order(listing, sources, "croft.api", null));
    Files.writeString(sources.resolve("Scenario.java"), SCENARIO);
    loader = GeneratedCode.compile(sources, Files.createDirectories(folder.resolve("classes")));
  }

  @AfterAll
  static void close() throws Exception {
    loader.close();
  }

  private static Object scenario(String method) throws Exception {
    Method scene = loader.loadClass("croft.api.Scenario").getMethod(method);
    return scene.invoke(null);
  }

  @Test
  void recordsComeBackAsTheyWereWritten() throws Exception {
    for (String scene : List.of("note", "box")) {
      Object sent = scenario(scene);
      Object received = new Loopback(loader).through(sent);
      assertThat(received).isNotSameAs(sent).isEqualTo(sent).hasSameHashCodeAs(sent);
    }
  }

  @Test
  void secretsAreNotPrinted() throws Exception {
    assertThat(scenario("note").toString())
        .contains("password=***", "title=a title")
        .doesNotContain("hunter2");
  }

  @Test
  void callsGoThroughTheInvokerWithTheirOperation() throws Exception {
    assertThat(scenario("called"))
        .isEqualTo(List.of("PutNote", "PutNoteRequest", List.of(), "ForgetAll", "Unit", true));
  }

  @Test
  void schemasSayWhatTheModelsSay() throws Exception {
    assertThat(scenario("described").toString().lines())
        .containsExactly(
            "title true 1 true false",
            "labels Label true 5",
            "colour [red, pale green]",
            "due EPOCH_SECONDS",
            "password true null",
            "token true",
            "note item",
            "error NoteTooLong 413",
            "noted [AWS_JSON_1_1, AWS_QUERY] [Unlisted] PutNoteResult",
            "id LABEL size x-size",
            "box BoxConfiguration 3 true true size open [open, shut]",
            "boxes 201 /{id}?box true http://boxes.example/ 409");
  }
}
