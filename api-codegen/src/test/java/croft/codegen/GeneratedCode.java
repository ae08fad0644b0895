package croft.codegen;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;

/** Compiles generated sources against the contracts they implement, and loads them. */
final class GeneratedCode {
  private GeneratedCode() {}

  /** A loader of the classes below {@code sources}; fails with the compiler's words. */
  static URLClassLoader compile(Path sources, Path classes) throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String annotations =
        Path.of(NullMarked.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();
    List<String> options =
        List.of(
            "-d",
            classes.toString(),
            "-cp",
            annotations,
            "-sourcepath",
            "../wire/src/main/java:../base/src/main/java",
            "-Xlint:all,-processing,-classfile",
            "-proc:none");
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  said, files, null, options, null, files.getJavaFileObjects(javaFiles(sources)))
              .call();
      if (!compiled || said.toString().contains(sources.toString())) {
        throw new AssertionError("Generated code does not compile cleanly:\n" + said);
      }
    }
    return new URLClassLoader(new URL[] {classes.toUri().toURL()});
  }

  private static Path[] javaFiles(Path sources) throws IOException {
    try (Stream<Path> all = Files.walk(sources)) {
      return all.filter(file -> file.toString().endsWith(".java")).toArray(Path[]::new);
    }
  }
}
