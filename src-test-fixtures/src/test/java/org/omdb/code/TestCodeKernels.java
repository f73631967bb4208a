// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;

/** Every kernel computes what is computed here, to the bit, wherever rows lie. */
@SuppressFileSystems("*") // memory-mapped
public class TestCodeKernels extends LuceneTestCase {

  private static final int ROWS = 12;

  /** Of rows that are compared at once: some of them many times. */
  private static final int MOST = 130;

  /** Before the rows in their file, so that they begin somewhere. */
  private static final int OFFSET = 64;

  /** Rows and what is computed from them, in plain sight. */
  private static final class Model {

    final int dimension;
    final int words; // of a row's codes
    final int[][] codes = new int[ROWS][];
    final float[] scales = new float[ROWS];
    final float[] biases = new float[ROWS];

    /** Random codes; some rows have the greatest or the least everywhere. */
    Model(int dimension) {
      this.dimension = dimension;
      this.words = (dimension + 4) / 5;
      for (int row = 0; row < ROWS; row++) {
        codes[row] = new int[dimension];
        for (int i = 0; i < dimension; i++) {
          codes[row][i] =
              switch (row) {
                case 0 -> VectorCoder.MAX_CODE;
                case 1 -> -VectorCoder.MAX_CODE;
                default -> 2 * random().nextInt(8) - VectorCoder.MAX_CODE;
              };
        }
        scales[row] = random().nextInt(256) / 64f; // eight bits are all that is kept
        biases[row] = random().nextFloat() - 0.5f;
      }
    }

    /** As docs/FORMAT.md says; what is of no account is anything. */
    void write(IndexOutput out) throws IOException {
      out.writeBytes(new byte[OFFSET], OFFSET);
      for (int row = 0; row < ROWS; row++) {
        long start = out.getFilePointer();
        for (int word = 0; word < words; word++) {
          int written = 0;
          for (int i = 0; i < 5; i++) {
            int component = i * words + word;
            int code =
                component < dimension
                    ? (codes[row][component] + VectorCoder.MAX_CODE) / 2
                    : random().nextInt(8);
            written |= code << 3 * i;
          }
          out.writeShort((short) written);
        }
        out.writeInt(Float.floatToIntBits(biases[row]));
        out.writeShort((short) (Float.floatToIntBits(scales[row]) >> 16));
        fillUp(out, start + CodeRows.rowBytes(dimension));
      }
      fillUp(out, OFFSET + CodeRows.bytes(dimension, ROWS));
    }

    private static void fillUp(IndexOutput out, long end) throws IOException {
      while (out.getFilePointer() < end) {
        out.writeByte((byte) random().nextInt());
      }
    }

    CodeRows open(CodeKernel kernel, IndexInput in) throws IOException {
      return kernel.rows(in.slice("rows", OFFSET, CodeRows.bytes(dimension, ROWS)), dimension);
    }

    float score(int[] numbers, float scale, float bias, int row) {
      int dot = 0;
      for (int i = 0; i < dimension; i++) {
        dot += numbers[i] * codes[row][i];
      }
      return scale * scales[row] * dot + (biases[row] + bias);
    }
  }

  private static List<Integer> dimensions() {
    List<Integer> dimensions = new ArrayList<>(List.of(300, 784, 768, 1024, 4096));
    for (int dimension = 1; dimension <= 100; dimension++) {
      dimensions.add(dimension);
    }
    return dimensions;
  }

  private static void check(Directory dir, Class<?> simdRows) throws IOException {
    for (int dimension : dimensions()) {
      Model model = new Model(dimension);
      String file = "codes" + dimension;
      try (IndexOutput out = dir.createOutput(file, IOContext.DEFAULT)) {
        model.write(out);
      }
      try (IndexInput in = dir.openInput(file, IOContext.DEFAULT)) {
        check(model, model.open(CodeKernel.PLAIN, in));
        CodeRows best = model.open(CodeKernel.BEST, in);
        check(model, best);
        if (CodeKernel.BEST != CodeKernel.PLAIN) {
          assertEquals(simdRows, best.getClass());
        }
      }
    }
  }

  private static void check(Model model, CodeRows rows) throws IOException {
    CodeQuery query = new CodeQuery(model.dimension);
    for (int of = 0; of < 3; of++) { // the greatest, the least, and a random one
      for (int i = 0; i < model.dimension; i++) {
        query.numbers[query.index(i)] = VectorCoder.MAX_QUERY; // from another vector
      }
      rows.load(of, query);
      assertEquals(model.scales[of], query.scale, 0f);
      assertEquals(model.biases[of], query.bias, 0f);
      assertEquals(Arrays.stream(model.codes[of]).sum(), query.sum);
      for (int i = 0; i < 5 * query.words; i++) {
        assertEquals(
            rows + ", component " + i,
            i < model.dimension ? model.codes[of][i] : 0,
            query.numbers[query.index(i)]);
      }
      check(model, rows, query, model.codes[of]);
    }
    for (int round = 0; round < 3; round++) { // targets of searches: the greatest, the least, any
      int[] numbers = new int[model.dimension];
      int sum = 0;
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] =
            switch (round) {
              case 0 -> VectorCoder.MAX_QUERY;
              case 1 -> -VectorCoder.MAX_QUERY;
              default -> random().nextInt(2 * VectorCoder.MAX_QUERY + 1) - VectorCoder.MAX_QUERY;
            };
        sum += numbers[i];
        query.numbers[query.index(i)] = (short) numbers[i];
      }
      query.finish(sum, random().nextFloat(), random().nextFloat());
      check(model, rows, query, numbers);
    }
  }

  private static void check(Model model, CodeRows rows, CodeQuery query, int[] numbers)
      throws IOException {
    int[] which = new int[MOST];
    float[] scores = new float[MOST + 1];
    int few = 1 + random().nextInt(9);
    for (int count : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 60 + few, 120 + few}) {
      for (int i = 0; i < count; i++) {
        which[i] = random().nextInt(ROWS); // some twice
      }
      which[random().nextInt(count)] = random().nextInt(2); // a greatest or a least
      Arrays.fill(scores, Float.NaN);
      rows.score(query, which, count, scores);
      for (int i = 0; i < count; i++) {
        assertEquals(
            rows + ", dimension " + model.dimension + ", " + i + " of " + count,
            model.score(numbers, query.scale, query.bias, which[i]),
            scores[i],
            0f);
      }
      assertTrue("no more than asked for", Float.isNaN(scores[count]));
    }
  }

  private static Class<?> simd(String name) throws ClassNotFoundException {
    return CodeKernel.BEST == CodeKernel.PLAIN ? null : Class.forName("org.omdb.code." + name);
  }

  public void testMapped() throws Exception {
    try (Directory dir = new MMapDirectory(createTempDir())) {
      check(dir, simd("MappedCodeRows"));
    }
  }

  /** In pieces so small that most files have several. */
  public void testMappedInPieces() throws Exception {
    try (Directory dir = new MMapDirectory(createTempDir(), 1 << 10)) {
      Model model = new Model(784);
      try (IndexOutput out = dir.createOutput("codes", IOContext.DEFAULT)) {
        model.write(out);
      }
      try (IndexInput in = dir.openInput("codes", IOContext.DEFAULT)) {
        check(model, model.open(CodeKernel.BEST, in));
      }
    }
  }

  public void testNotMapped() throws Exception {
    try (Directory dir = new NIOFSDirectory(createTempDir())) {
      check(dir, simd("ReadCodeRows"));
    }
    try (Directory dir = new ByteBuffersDirectory()) {
      check(dir, simd("ReadCodeRows"));
    }
  }

  /** Who does not map files is told so, once. */
  public void testSaysThatFilesAreNotMapped() throws Exception {
    assumeTrue("needs SIMD", CodeKernel.BEST != CodeKernel.PLAIN);
    Constructor<?> constructor = simd("PanamaCodeKernel").getDeclaredConstructor();
    CodeKernel kernel = (CodeKernel) constructor.newInstance();
    List<String> said = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord message) {
            said.add(message.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger log = Logger.getLogger(kernel.getClass().getName());
    Path folder = createTempDir();
    Model model = new Model(8);
    log.addHandler(handler);
    try (Directory mapped = new MMapDirectory(folder);
        Directory read = new NIOFSDirectory(folder)) {
      try (IndexOutput out = mapped.createOutput("codes", IOContext.DEFAULT)) {
        model.write(out);
      }
      for (Directory dir : List.of(mapped, read, mapped, read)) {
        try (IndexInput in = dir.openInput("codes", IOContext.DEFAULT)) {
          check(model, model.open(kernel, in));
        }
        assertEquals(said.toString(), dir == mapped && said.isEmpty() ? 0 : 1, said.size());
      }
    } finally {
      log.removeHandler(handler);
    }
    assertTrue(said.get(0), said.get(0).contains("MMapDirectory"));
    assertTrue(said.get(0), said.get(0).contains(folder.toString()));
  }

  /** So that the tests above are not of the plain kernel alone. */
  public void testSimdIsUsedWhereItIsToBeHad() {
    assumeTrue("needs Java 22", Runtime.version().feature() >= 22);
    assumeTrue(
        "needs the module", ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
    assumeTrue(
        "needs the jar, which has versions",
        CodeKernel.class
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .getPath()
            .endsWith(".jar"));
    assertEquals("PanamaCodeKernel", CodeKernel.BEST.getClass().getSimpleName());
  }
}
