// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.omdb.cli.folder.UncommittedFiles;
import org.omdb.cli.process.CommandProcess.Result;

/** Sessions as a user has them: piped scripts, and a terminal. */
@SuppressFileSystems("*")
public class ITShell extends LuceneTestCase {

  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final char CTRL_C = 3;
  private static final char CTRL_D = 4;

  private Path folder;
  private Launcher omdb;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    folder = createTempDir();
    omdb = Launcher.install(createTempDir());
    Files.writeString(
        folder.resolve("fruit.jsonl"),
        """
        {"id": "apple", "vector": [1, 0]}
        {"id": "p\u00EAche", "vector": [0.9, 0.1]}
        """);
  }

  private Result run(String line) throws Exception {
    return omdb.run(folder, Map.of(), line);
  }

  public void testAPipedScript() throws Exception {
    Files.writeString(
        folder.resolve("script"),
        """
        # the index begins here
        import --field v fruit.jsonl
        search --id apple
        get --json 'p\u00EAche'
        """);
    Result done = run("$omdb shell --index idx < script");
    assertEquals(done.toString(), 0, done.status());
    List<String> lines = done.out().lines().toList();
    assertEquals(done.toString(), 3, lines.size());
    assertTrue(done.toString(), lines.get(0).startsWith("2 rows imported"));
    assertTrue(done.toString(), lines.get(1).endsWith("  p\u00EAche"));
    assertEquals("{\"id\":\"p\u00EAche\",\"vector\":[0.9,0.1]}", lines.get(2));
    assertEquals(List.of(), done.errorLines());

    Result failed = run("{ echo get nobody; echo get apple; } | $omdb shell --index idx");
    assertEquals(failed.toString(), 1, failed.status());
    assertEquals("", failed.out());
    assertEquals(failed.toString(), 2, failed.errorLines().size());
    assertEquals(2, run("echo serch | $omdb shell --index idx").status());
    assertEquals(
        1, run("{ echo get nobody; echo get apple; } | $omdb shell --index idx >&-").status());
  }

  public void testAScriptIsNotTheDataOfItsCommands() throws Exception {
    assumeTrue("no such name here", Files.exists(Path.of("/dev/stdin")));
    for (String data : List.of("-", "/dev/stdin")) {
      String lines = "{ echo import --field v " + data + "; echo a 1 2; }";
      for (String script :
          List.of(
              lines + " | $omdb shell --index idx",
              lines + " > lines && $omdb shell --index idx < lines")) {
        Result result = run(script);
        assertEquals(result.toString(), 1, result.status());
        assertTrue(
            result.toString(),
            result.errorLines().get(0).startsWith("omdb: " + data + ": standard input has"));
        assertFalse(Files.exists(folder.resolve("idx")));
      }
    }
  }

  /** Another program may talk to a session, and wait for each answer. */
  public void testEachAnswerComesBeforeTheNextQuestion() throws Exception {
    assertEquals(0, run("$omdb import --index idx --field v fruit.jsonl").status());
    Process process = omdb.builder(folder, Map.of(), "$omdb shell --index idx 2>/dev/null").start();
    try (Writer questions = process.outputWriter(StandardCharsets.UTF_8);
        BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
      for (String id : List.of("apple", "p\u00EAche", "apple")) {
        questions.write("get " + id + "\n");
        questions.flush();
        String answer = answers.readLine();
        assertTrue(answer, answer != null && answer.startsWith(id + "  ["));
      }
    }
    assertTrue(process.waitFor(300, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue());
  }

  /** What util-linux's script shows of a terminal. */
  private static final class Screen {

    private final InputStream in;
    private final OutputStream keys;
    private final StringBuilder text = new StringBuilder();
    private final Thread reader = new Thread(this::read, "screen");

    Screen(Process process) {
      in = process.getInputStream();
      keys = process.getOutputStream();
      reader.start();
    }

    private void read() {
      try (InputStreamReader characters = new InputStreamReader(in, StandardCharsets.UTF_8)) {
        char[] some = new char[1000];
        for (int length = characters.read(some); length >= 0; length = characters.read(some)) {
          synchronized (text) {
            text.append(some, 0, length);
          }
        }
      } catch (
          @SuppressWarnings("unused")
          IOException e) {
        // The test has failed, and ended the session.
      }
    }

    String shown() {
      synchronized (text) {
        return text.toString();
      }
    }

    void type(String typed) throws IOException {
      keys.write(typed.getBytes(StandardCharsets.UTF_8));
      keys.flush();
    }

    /** Waits until a text is shown once more. */
    void await(String expected, int times) throws InterruptedException {
      long start = System.nanoTime();
      while (shown().split(Pattern.quote(expected), -1).length <= times) {
        if (System.nanoTime() - start > PATIENCE_NANOS) {
          throw new AssertionError(expected + " is not shown " + times + " times:\n" + shown());
        }
        Thread.sleep(10);
      }
    }

    void close() throws IOException, InterruptedException {
      keys.close();
      reader.join();
    }
  }

  public void testASessionAtATerminal() throws Exception {
    assumeTrue(
        "needs the command script of util-linux",
        run("script -qec 'test -t 0 && exit 7' /dev/null").status() == 7);
    assumeTrue(
        "needs Ctrl-C, which is ignored by what a script starts in the background",
        run("kill -INT $$; exit 7").status() != 7);
    assertEquals(0, run("$omdb import --index idx --field v fruit.jsonl").status());
    writeManyRows(folder.resolve("many.txt"));
    Map<String, Long> before = sizes();
    // exec: some shells would wait for the command, and end with what Ctrl-C had done to themselves
    String session =
        "script -qec 'stty cols 150 rows 50; exec \"$omdb\" shell --index idx' /dev/null";
    Process process =
        omdb.builder(
                folder,
                Map.of("TERM", "xterm", "XDG_STATE_HOME", folder.resolve("state").toString()),
                session)
            .redirectErrorStream(true)
            .start();
    Screen screen = new Screen(process);
    try {
      screen.await("idx> ", 1);
      screen.type("get ap\t\r");
      screen.await("apple  [1.0, 0.0]", 1);
      screen.await(" ms)", 1);
      screen.type("get nobody\r");
      screen.await("has no id \"nobody\"", 1);
      screen.await("idx> ", 3);
      // Ctrl-C ends a command, which leaves nothing, and not the session
      screen.type("import --field w many.txt\r");
      long start = System.nanoTime();
      while (UncommittedFiles.of(folder.resolve("idx")).sum() == 0) {
        assertTrue(screen.shown(), System.nanoTime() - start < PATIENCE_NANOS);
        Thread.sleep(20);
      }
      screen.type("" + CTRL_C);
      screen.await("idx> ", 4);
      assertTrue(screen.shown(), screen.shown().contains("omdb: interrupted"));
      assertEquals(before, sizes());
      screen.type("get 'p\u00EAche'\r");
      screen.await("p\u00EAche  [0.9, 0.1]", 1);
      screen.await("idx> ", 5);
      screen.type("" + CTRL_D);
      assertTrue(screen.shown(), process.waitFor(300, TimeUnit.SECONDS));
      assertEquals(screen.shown(), 0, process.exitValue());
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
      screen.close();
    }
    assertTrue(Files.readString(folder.resolve("state/omdb/history")).contains("get 'p\u00EAche'"));
  }

  /** So many rows that no machine has imported them at once. */
  private static void writeManyRows(Path file) throws IOException {
    Random random = new Random(1);
    List<String> quarters = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      StringBuilder quarter = new StringBuilder();
      for (int j = 0; j < 25; j++) {
        quarter.append(' ').append(random.nextInt(1_000));
      }
      quarters.add(quarter.toString());
    }
    try (Writer rows = Files.newBufferedWriter(file)) {
      for (int i = 0; i < 300_000; i++) {
        rows.write("word" + i);
        for (int j = 0; j < 4; j++) {
          rows.write(quarters.get(random.nextInt(quarters.size())));
        }
        rows.write('\n');
      }
    }
  }

  private Map<String, Long> sizes() throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder.resolve("idx"))) {
      for (Path file : files.toList()) {
        sizes.put(file.getFileName().toString(), Files.size(file));
      }
    }
    return sizes;
  }
}
