package dev.tributary.guides;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A whole Java file, compiled against all that tests see.
 *
 * @param name of its public class, package included
 */
record CompiledProgram(String name, boolean hasMain) {
  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
  private static final Pattern TYPE =
      Pattern.compile("(?m)^(?:public )?(?:final )?(?:class|record|interface|enum) (\\w+)");
  private static final Pattern MAIN =
      Pattern.compile("public static void main\\(String(\\[\\]|\\.\\.\\.) \\w+\\)");

  /** Compiles, or fails with what the compiler says. */
  static CompiledProgram compile(String source, Path folder) throws IOException {
    Matcher type = TYPE.matcher(source);
    if (!type.find()) {
      throw new AssertionError("A Java snippet is a whole file, with a class and its imports.");
    }
    Matcher folderOfIt = PACKAGE.matcher(source);
    String name = (folderOfIt.find() ? folderOfIt.group(1) + "." : "") + type.group(1);
    JavaFileObject file =
        new SimpleJavaFileObject(
            URI.create("guide:///" + type.group(1) + ".java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  complaints,
                  files,
                  null,
                  List.of(
                      "-d",
                      folder.toString(),
                      "-classpath",
                      System.getProperty("java.class.path"),
                      "-proc:none",
                      "-Xlint:all,-classfile,-processing,-path",
                      "-Werror"),
                  null,
                  List.of(file))
              .call();
      if (!compiled) {
        throw new AssertionError(complaints.toString());
      }
    }
    return new CompiledProgram(name, MAIN.matcher(source).find());
  }
}
