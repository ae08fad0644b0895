package croft.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratorTest {
  @TempDir Path folder;
  private Path listing;
  private Path sources;

  @BeforeEach
  void copyListing() throws Exception {
    Path original = Path.of(GeneratorTest.class.getResource("/listing/apis.txt").toURI());
    listing = Files.copy(original, folder.resolve("apis.txt"));
    Files.copy(original.resolveSibling("boxes.smithy"), folder.resolve("boxes.smithy"));
    sources = folder.resolve("sources");
  }

  private int generate() throws Exception {
    return Generator.run(new Generator.Order(listing, sources, "croft.api", null));
  }

  @Test
  void onlyListedShapesAreGenerated() throws Exception {
    generate();
    assertThat(sources.resolve("croft/api/noted/PutNoteRequest.java")).exists();
    assertThat(sources.resolve("croft/api/noted/UnlistedRequest.java")).doesNotExist();
    assertThat(sources.resolve("croft/api/noted/Schemas.java"))
        .content()
        .contains("Map.entry(\"Password\", \"[unclosed\")");
  }

  @Test
  void anUnchangedRunWritesNothing() throws Exception {
    assertThat(generate()).isPositive();
    FileTime old = FileTime.fromMillis(1_000_000);
    List<Path> files;
    try (Stream<Path> all = Files.walk(sources)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Files.setLastModifiedTime(file, old);
    }
    assertThat(generate()).isZero();
    Files.delete(folder.resolve("sources.fingerprint"));
    assertThat(generate()).as("without the fingerprint").isZero();
    assertThat(files)
        .allSatisfy(file -> assertThat(Files.getLastModifiedTime(file)).isEqualTo(old));
  }

  @Test
  void aChangedListingRemovesWhatWent() throws Exception {
    generate();
    Files.writeString(listing, "service noted\n model noted-2020-01-01\n operations ForgetAll\n");
    assertThat(generate()).isPositive();
    assertThat(sources.resolve("croft/api/noted/ForgetAllRequest.java")).exists();
    assertThat(sources.resolve("croft/api/noted/PutNoteRequest.java")).doesNotExist();
    assertThat(sources.resolve("croft/api/boxes/BoxesModel.java")).doesNotExist();
  }

  @Test
  void anUnknownOperationIsRefusedByName() throws Exception {
    Files.writeString(listing, "service noted\n model noted-2020-01-01\n operations Nonsense\n");
    assertThatThrownBy(this::generate)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Noted has no operation Nonsense");
  }

  @Test
  void operationsNewerThanTheModelComeFromBesideTheListing() throws Exception {
    Files.writeString(
        listing,
        "service noted\n model noted-2020-01-01 newer.json\n operations PutNote PinNote\n");
    Path newer = folder.resolve("newer.json");
    Files.writeString(
        newer,
        """
        {"operations": {"PinNote": {"http": {"method": "POST", "requestUri": "/"},
             "input": {"shape": "PinNoteRequest"}}},
         "shapes": {"PinNoteRequest": {"type": "structure", "members": {"Pin": {"shape": "Pin"}}},
             "Pin": {"type": "string"}}}
        """);
    generate();
    assertThat(sources.resolve("croft/api/noted/PinNoteRequest.java")).exists();
    assertThat(sources.resolve("croft/api/noted/PutNoteRequest.java")).exists();
    Files.writeString(newer, "{\"operations\": {\"PutNote\": {}}}");
    assertThatThrownBy(this::generate)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The model has PutNote itself");
  }

  @Test
  void namesOfQueryComeFromTheListing() throws Exception {
    Files.writeString(
        listing,
        """
        service noted
          model noted-2020-01-01
          operations PutNote
          query-namespace http://old.example/
          query-list NoteList=Reply
          query-map AttributeMap=Attribute,Name,Value
          query-error NoteTooLongException=Old.TooLong,400
        """);
    generate();
    assertThat(sources.resolve("croft/api/noted/Note.java"))
        .content()
        .contains(".json(\"replySet\").xml(\"Reply\").flat()");
    assertThat(sources.resolve("croft/api/noted/PutNoteRequest.java"))
        .content()
        .contains(".xml(\"Attribute\").flat()");
    assertThat(sources.resolve("croft/api/noted/Schemas.java"))
        .content()
        .containsPattern(
            "Schemas.ALL, \\d+\\)\\.xml\\(\"Name\"\\), Member.of\\(\"value\".*\\.xml\\(\"Value\"");
    assertThat(sources.resolve("croft/api/noted/NotedErrors.java"))
        .content()
        .contains("\"NoteTooLongException\", \"Old.TooLong\", 400, true");
    assertThat(sources.resolve("croft/api/noted/NotedModel.java"))
        .content()
        .contains("http://old.example/");
  }
}
