// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.omdb.cli.process.CommandProcess.Result;

/** Ids and names of files that are not ASCII, in every locale that a system may have. */
@SuppressFileSystems("*")
public class ITLocale extends LuceneTestCase {

  private static final String ID = "Z\u00FCrich \u65E5\u672C \uD83D\uDE00";

  private Path folder;
  private Launcher omdb;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    // The test names files that are not ASCII itself.
    assumeTrue("needs a UTF-8 locale", "UTF-8".equals(System.getProperty("sun.jnu.encoding")));
    folder = createTempDir();
    omdb = Launcher.install(createTempDir());
  }

  private static Map<String, String> locale(String all, String language) {
    return Map.of("LC_ALL", all, "LC_CTYPE", "", "LANG", language);
  }

  private List<Map<String, String>> locales() throws IOException, InterruptedException {
    List<Map<String, String>> locales = new ArrayList<>();
    locales.add(locale("", ""));
    locales.add(locale("C", "C.UTF-8"));
    List<Map<String, String>> others =
        List.of(
            locale("", "POSIX"),
            locale("POSIX", ""),
            locale("C.UTF-8", ""),
            locale("en_US.UTF-8", "C"),
            locale("nowhere", ""));
    locales.add(others.get(random().nextInt(others.size())));
    Path made = createTempDir();
    if (isLatin1Made(made)) {
      Map<String, String> latin1 = new HashMap<>(locale("de_DE.ISO-8859-1", ""));
      latin1.put("LOCPATH", made.toString());
      locales.add(latin1);
    }
    return locales;
  }

  /** Makes a Latin-1 locale, which few systems have any more. */
  private static boolean isLatin1Made(Path made) throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(
                  "localedef",
                  "--no-archive",
                  "-i",
                  "de_DE",
                  "-f",
                  "ISO-8859-1",
                  made.resolve("de_DE.ISO-8859-1").toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (
        @SuppressWarnings("unused")
        IOException e) {
      return false; // no localedef
    }
    return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  private Result ok(Map<String, String> locale, String line) throws Exception {
    Result result = omdb.run(folder, locale, line);
    assertEquals(locale + " " + line + "\n" + result, 0, result.status());
    return result;
  }

  public void testIdsAndPathsAreFoundAndPrinted() throws Exception {
    Path cities = Files.createDirectory(folder.resolve("St\u00E4dte"));
    Files.writeString(
        cities.resolve("\u90FD\u5E02.jsonl"),
        "{\"id\":\"" + ID + "\",\"vector\":[1,2]}\n{\"id\":\"K\u00F6ln\",\"vector\":[1,3]}\n");
    for (Map<String, String> locale : locales()) {
      String field = " --index St\u00E4dte/idx --field \u540D ";
      ok(locale, "$omdb import" + field + "St\u00E4dte/\u90FD\u5E02.jsonl");
      assertEquals(
          locale.toString(),
          "    1  0.500000  K\u00F6ln\n",
          ok(locale, "$omdb search" + field + "--id '" + ID + "'").out());
      assertEquals(
          locale.toString(),
          "{\"id\":\"" + ID + "\",\"vector\":[1.0,2.0]}\n",
          ok(locale, "$omdb get --json" + field + "'" + ID + "'").out());
      Result missing = omdb.run(folder, locale, "$omdb get" + field + "'\u00C5rhus'");
      assertEquals(
          locale.toString(),
          List.of("omdb: St\u00E4dte/idx: field \"\u540D\" has no id \"\u00C5rhus\""),
          missing.errorLines());
    }
    String inspected = ok(locale("C", ""), "$omdb inspect St\u00E4dte/idx").out();
    assertTrue(inspected, inspected.startsWith("St\u00E4dte/idx: index"));
    assertTrue(inspected, inspected.contains("\u540D"));
  }

  /** Without the launcher, Java has lost the characters already. */
  public void testTheJarAloneSaysWhatIsWrong() throws Exception {
    Result result =
        omdb.run(
            folder,
            locale("C", ""),
            "$OMDB_JAVA_HOME/bin/java -jar '"
                + System.getProperty("omdb.jar")
                + "' inspect K\u00F6ln");
    assumeFalse("there is a UTF-8 locale always", result.toString().contains("there is no"));
    assertEquals(result.toString(), 2, result.status());
    assertTrue(result.toString(), result.errorLines().get(0).contains("LC_ALL=C.UTF-8"));
  }
}
