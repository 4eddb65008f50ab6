package dev.tributary.cli;

import dev.tributary.TestSpark;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import scala.collection.immutable.Nil$;
import scala.reflect.internal.settings.MutableSettings;
import scala.tools.nsc.Settings;
import scala.tools.nsc.interpreter.IMain;
import scala.tools.nsc.interpreter.Results;

/** Programs of a guide that use Tributary as a library, run in this process. */
final class Programs {
  private Programs() {}

  /** Runs a compiled {@code main}; what it throws is thrown on. */
  static int java(Path classes, String mainClass) throws Exception {
    TestSpark.session();
    Thread thread = Thread.currentThread();
    ClassLoader former = thread.getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {classes.toUri().toURL()}, Programs.class.getClassLoader())) {
      thread.setContextClassLoader(loader);
      loader
          .loadClass(mainClass)
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
      return 0;
    } catch (InvocationTargetException failed) {
      throw failed.getCause() instanceof Exception cause ? cause : failed;
    } finally {
      thread.setContextClassLoader(former);
    }
  }

  /** Interprets lines as {@code spark-shell} would, with {@code spark} there already. */
  static int scala(Path script) throws IOException {
    Settings settings = new Settings();
    ((MutableSettings.SettingValue) settings.usejavacp()).v_$eq(true);
    IMain interpreter = new IMain(settings);
    try {
      interpreter.bind(
          "spark",
          SparkSession.class.getName(),
          TestSpark.session(),
          Nil$.MODULE$.$colon$colon("@transient"));
      Results.Result result = interpreter.interpret(Files.readString(script));
      return result == Results.Success$.MODULE$ ? 0 : 1;
    } finally {
      interpreter.close();
    }
  }
}
