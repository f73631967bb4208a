// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.faults;

import com.carrotsearch.randomizedtesting.generators.RandomPicks;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.store.MockDirectoryWrapper;
import org.omdb.fixtures.FaultyDirectory.FaultException;

/**
 * The disk fails within each method of what writes vectors and ids: at the first operation on a
 * file that is done under it, the last one, and one between.
 *
 * <p>Which methods there are is asked of the classes, so that none is forgotten: one that says that
 * it can fail must be seen failing here, or be listed with the reason why it does not.
 */
public class TestFailures extends FaultTestCase {

  private static final String FORMAT = "org.omdb.lucene.format.";
  private static final String IDS = "org.omdb.lucene.ids.";

  /** Classes that take part in writing; those nested in them too. */
  private static final List<String> CLASSES =
      List.of(
          FORMAT + "OmdbFlatVectorsWriter",
          FORMAT + "FlatFieldWriter",
          IDS + "IdTableWriter",
          FORMAT + "FlatFieldEntry",
          IDS + "IdIndexEntry",
          FORMAT + "MergedVectors",
          FORMAT + "BufferedVectors",
          FORMAT + "FlushDocValues",
          FORMAT + "OmdbFlatVectorsReader", // by which a writer reads its ids back
          IDS + "IdTableReader",
          "org.omdb.image.OmdbImageWriter",
          "org.omdb.image.OmdbIdTable",
          FORMAT + "OmdbHnswVectorsWriter",
          FORMAT + "CodesWriter",
          "org.omdb.code.FieldCodes",
          "org.omdb.code.CodeRowsWriter",
          "org.omdb.code.Center",
          "org.omdb.code.SampleTargets",
          "org.omdb.code.QualitySample",
          FORMAT + "SearchFieldEntry",
          FORMAT + "LuceneGraphWriter",
          FORMAT + "SegmentFiles",
          "org.omdb.graph.Adjacency");

  /** Of these, all methods are to be seen failing. */
  private static final List<String> WRITERS =
      List.of(
          FORMAT + "OmdbFlatVectorsWriter",
          FORMAT + "FlatFieldWriter",
          IDS + "IdTableWriter",
          FORMAT + "BufferedVectors",
          FORMAT + "OmdbHnswVectorsWriter",
          FORMAT + "CodesWriter",
          FORMAT + "LuceneGraphWriter");

  /** Methods that declare an exception, and under which no file is touched while writing. */
  private static final Set<String> WITHOUT_FILES =
      Set.of(
          // On the heap.
          "BufferedVectors.addValue",
          "BufferedVectors.source",
          "BufferedVectors$Pass.nextDoc",
          "OmdbHnswVectorsWriter.addField",
          // Of a file that is open.
          "CodesWriter$CodeScorerSupplier.copy",
          "CodesWriter$CodeScorerSupplier.scorer",
          "OmdbHnswVectorsWriter.scorers",
          "OmdbHnswVectorsWriter.vectors");

  private Directory base;
  private ModelledIndex model;
  private boolean compound;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    compound = random().nextBoolean();
    base = new ByteBuffersDirectory();
    model = new ModelledIndex(random());
    // A merge of segments that were written with different id fields reads their ids once more.
    String[][] idFields = {{ModelledIndex.KEY}, {"another", ModelledIndex.KEY}};
    for (String[] ofSegment : idFields) {
      Codec codec = ModelledIndex.codec().idFields(ofSegment).build();
      try (IndexWriter writer =
          new IndexWriter(base, config(codec, false).setMergePolicy(NoMergePolicy.INSTANCE))) {
        model.add(writer, 6);
        model.commit(writer);
      }
    }
  }

  @Override
  public void tearDown() throws Exception {
    base.close();
    super.tearDown();
  }

  /** As {@link #config}, but all writers of a test write the same files. */
  private IndexWriterConfig sameConfig(boolean concurrent) {
    IndexWriterConfig config = config(concurrent).setUseCompoundFile(compound);
    config.getMergePolicy().setNoCFSRatio(compound ? 1 : 0);
    return config;
  }

  private static void work(IndexWriter writer, ModelledIndex model) throws IOException {
    model.add(writer, 8);
    model.commit(writer);
    writer.forceMerge(1);
    model.commit(writer);
  }

  /** The methods of ours that are on the stack, as {@code Class.method}. */
  private static Set<String> onStack() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(f -> isOfInterest(f.getClassName()))
                    .map(f -> name(f.getClassName(), f.getMethodName()))
                    .collect(Collectors.toSet()));
  }

  private static boolean isOfInterest(String className) {
    int nested = className.indexOf('$');
    return CLASSES.contains(nested < 0 ? className : className.substring(0, nested));
  }

  private static String name(String className, String method) {
    String simple = className.substring(className.lastIndexOf('.') + 1);
    String lambda =
        method.startsWith("lambda$") ? method.substring(0, method.lastIndexOf('$')) : method;
    return simple + "." + lambda;
  }

  /** At which operations on files, counted from the start, each method is on the stack. */
  private Map<String, List<Integer>> operations() throws IOException {
    Map<String, List<Integer>> operations = new TreeMap<>();
    int[] count = {0};
    try (Disk disk = new Disk(copyOf(base));
        IndexWriter writer = new IndexWriter(disk.mock, sameConfig(false))) {
      disk.faulty.setFault(
          (operation, file) -> {
            count[0]++;
            for (String method : onStack()) {
              operations.computeIfAbsent(method, m -> new ArrayList<>()).add(count[0]);
            }
          });
      work(writer, model.copy());
      disk.heal();
    }
    return operations;
  }

  public void testEachMethodThatCanFailIsSeenFailing() throws Exception {
    Set<String> seen = new TreeSet<>(operations().keySet());
    fail(
        false,
        disk ->
            disk.mock.failOn(
                new MockDirectoryWrapper.Failure() {
                  @Override
                  public void eval(MockDirectoryWrapper dir) {
                    seen.addAll(onStack()); // of closing too
                  }
                }));
    Set<String> unseen = new TreeSet<>();
    for (String name : WRITERS) {
      Class<?> outer = Class.forName(name);
      for (Class<?> type : withNested(outer)) {
        for (Method method : type.getDeclaredMethods()) {
          boolean fails =
              Arrays.stream(method.getExceptionTypes()).anyMatch(e -> e == IOException.class);
          String methodName = name(type.getName(), method.getName());
          boolean isAbstract = Modifier.isAbstract(method.getModifiers());
          if (fails && isAbstract == false && method.isSynthetic() == false) {
            unseen.add(methodName);
          }
        }
      }
    }
    unseen.removeAll(seen);
    assertEquals(new TreeSet<>(WITHOUT_FILES), unseen);
  }

  private static List<Class<?>> withNested(Class<?> outer) {
    List<Class<?>> types = new ArrayList<>();
    types.add(outer);
    for (Class<?> nested : outer.getDeclaredClasses()) {
      types.addAll(withNested(nested));
    }
    return types;
  }

  /** Any operation of any kind. */
  public void testFailureWithinEachMethod() throws IOException {
    Map<String, List<Integer>> operations = operations();
    int rounds = 0;
    int failed = 0;
    for (Map.Entry<String, List<Integer>> method : operations.entrySet()) {
      List<Integer> at = method.getValue();
      for (int number :
          new int[] {at.get(0), RandomPicks.randomFrom(random(), at), at.get(at.size() - 1)}) {
        rounds++;
        boolean concurrent = TEST_NIGHTLY ? random().nextBoolean() : rounds % 5 == 0;
        failed += fail(concurrent, failure(method.getKey(), number)) ? 1 : 0;
      }
    }
    assertTrue(failed > rounds / 2);
    survived(rounds, failed, "failure within each of " + operations.size() + " methods");
  }

  /**
   * Fails about there, within a method. Looks at the stack from shortly before, because numbers
   * differ a little from run to run: the mock cuts some writes in two.
   */
  private static Breaking failure(String method, int number) {
    AtomicInteger count = new AtomicInteger();
    AtomicBoolean failed = new AtomicBoolean();
    return disk ->
        disk.faulty.setFault(
            (operation, file) -> {
              int now = count.incrementAndGet();
              if (now > number - 20
                  && now < number + 500
                  && failed.get() == false
                  && onStack().contains(method)
                  && failed.getAndSet(true) == false) {
                throw new FaultException(operation + " of " + file + " in " + method);
              }
            });
  }

  /** What {@code MockDirectoryWrapper} fails: creating, opening, writing, closing, deleting. */
  public void testMockFailureWithinEachMethod() throws IOException {
    int rounds = 0;
    int failed = 0;
    for (String method : operations().keySet()) {
      rounds++;
      int[] left = {1 + random().nextInt(random().nextBoolean() ? 5 : 100)};
      failed +=
          fail(
                  false,
                  disk ->
                      disk.mock.failOn(
                          new MockDirectoryWrapper.Failure() {
                            @Override
                            public void eval(MockDirectoryWrapper dir) throws IOException {
                              if (disk.isHealed() == false
                                  && onStack().contains(method)
                                  && --left[0] == 0) {
                                throw new FaultException("in " + method);
                              }
                            }
                          }))
              ? 1
              : 0;
    }
    assertTrue(failed > 0);
    survived(rounds, failed, "MockDirectoryWrapper.Failure within each method");
  }

  /** Makes a disk fail. */
  @FunctionalInterface
  private interface Breaking {
    void of(Disk disk);
  }

  private boolean fail(boolean concurrent, Breaking breaking) throws IOException {
    ModelledIndex copy = model.copy();
    try (Disk disk = new Disk(copyOf(base))) {
      disk.mock.setCheckIndexOnClose(false);
      boolean failed = false;
      IndexWriter writer = new IndexWriter(disk.mock, sameConfig(concurrent));
      breaking.of(disk);
      try {
        work(writer, copy);
      } catch (IOException | RuntimeException e) {
        assertExpected(e);
        failed = true;
      }
      disk.heal();
      goOnOrClose(writer, copy, concurrent);
      copy.checkCommitted(disk.mock);
      return failed;
    }
  }
}
