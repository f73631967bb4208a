// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.process;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.omdb.cli.process.CommandProcess.Result;
import org.omdb.cli.source.TestSamples;

/**
 * The line that a message gives for a file that is not read does convert it. Needs Python and what
 * wrote the file.
 */
@SuppressFileSystems("*")
public class ITConvertedFiles extends LuceneTestCase {

  private static final String COMMAND = " what makes a file of it that is: ";

  /** Debian's, which the samples are from; another may come first on the path. */
  private static final String PATH = "/usr/bin:/bin";

  private Path folder;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    folder = createTempDir();
  }

  private Result shell(String line) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", line).directory(folder.toFile());
    builder.environment().put("PATH", PATH);
    return CommandProcess.run(folder, builder, line);
  }

  private Result omdb(String... arguments) throws Exception {
    return CommandProcess.run(folder, arguments);
  }

  /** Follows the message, imports what comes of it, and looks at the last row. */
  private void convert(String sample, String module, String converted, String lastId)
      throws Exception {
    assumeTrue("needs a shell", Files.exists(Path.of("/bin/sh")));
    assumeTrue("needs " + module, shell("python3 -c 'import " + module + "'").status() == 0);
    Path file = folder.resolve(sample);
    try (var in = TestSamples.class.getResourceAsStream("samples/unread/" + sample)) {
      Files.copy(in, file);
    }
    Result refused = omdb("import", "--index", "idx", "--field", "v", sample);
    assertEquals(1, refused.status());
    String message = refused.errorLines().get(0);
    int at = message.indexOf(COMMAND);
    assertTrue(message, at > 0);
    Result run = shell(message.substring(at + COMMAND.length()));
    assertEquals(run.err(), 0, run.status());
    Result imported = omdb("import", "--index", "idx", "--field", "v", converted);
    assertEquals(imported.err(), 0, imported.status());
    assertTrue(imported.out(), imported.out().startsWith("7 rows imported"));
    Result last = omdb("get", "--index", "idx", "--field", "v", "--json", lastId);
    assertEquals(last.err(), 0, last.status());
    assertTrue(last.out(), last.out().contains("[2.0,2.75,-2.25,-1.5,-0.75]"));
  }

  public void testPickle() throws Exception {
    convert("vectors.pkl", "numpy", "vectors.pkl.npz", "a_b");
  }

  public void testGensim() throws Exception {
    convert("gensim.kv", "gensim", "gensim.kv.bin", "a_b");
  }

  public void testFaiss() throws Exception {
    for (String name : new String[] {"flat.index", "ids.index", "hnsw.index"}) {
      convert(name, "faiss", name + ".npz", "6");
    }
  }

  public void testCompressedOtherwise() throws Exception {
    convert("vectors.txt.xz", "lzma", "vectors.txt", "a_b");
  }
}
