// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.bench.data.Sets;
import org.omdb.bench.data.VectorSet;
import org.omdb.bench.harness.ChildFiles;

/** Each task of a started JVM, with one of the stores; nightly tests have all of them. */
@LuceneTestCase.SuppressFileSystems("*") // the JVMs know nothing of mocks
public class TestStoreProcess extends LuceneTestCase {

  private static final int ROWS = 200;

  private final StorePlan plan = new StorePlan(1, 20, 0, 1, 50, 64);
  private Path folder;
  private Path log;
  private StoreProcess process;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    folder = createTempDir();
    log = createTempDir().resolve("log");
    process = new StoreProcess(plan, log);
    VectorSet set = new Sets(createTempDir(), createTempDir()).load("synthetic:" + ROWS + "x8");
    StoreTask.write(set.firstQueries(plan.queries()), folder);
  }

  private StoreTask task(StoreContender contender, StoreTask.Kind kind, int number)
      throws IOException {
    Path store = Files.createDirectories(folder.resolve(contender.label()));
    return new StoreTask(contender, kind, store, folder, number);
  }

  public void testFilledKilledAndCounted() throws IOException {
    StoreContender omdb = StoreContender.LANGCHAIN4J_OMDB;
    StoreTask fill = task(omdb, StoreTask.Kind.FILL, 0);
    JsonNode figures = process.run(fill);
    for (String figure :
        new String[] {
          StoreChild.ADD_SECONDS,
          StoreChild.SEARCH_MILLIS,
          StoreChild.FILTERED_MILLIS,
          StoreChild.DURABLE_ADD_MILLIS
        }) {
      assertTrue(figure + " in " + figures, figures.get(figure).asDouble() > 0);
    }
    for (boolean isFiltered : new boolean[] {false, true}) {
      assertEquals(plan.queries(), ChildFiles.readIds(fill.found(isFiltered)).size());
    }
    assertTrue(ChildFiles.bytes(fill.store()) > 4 * ROWS * 8);
    int added = process.kill(task(omdb, StoreTask.Kind.ADD_UNTIL_KILLED, 0), 50);
    assertTrue("at least one batch: " + added, added >= StorePlan.SMALL_BATCH);
    assertEquals(
        OptionalInt.of(ROWS + added), process.count(task(omdb, StoreTask.Kind.COUNT, added)));
  }

  public void testAStoreThatCannotBeOpenedHasNoCount() throws IOException {
    StoreTask count = task(StoreContender.LANGCHAIN4J_IN_MEMORY, StoreTask.Kind.COUNT, 0);
    Files.writeString(count.store().resolve("store.json"), "{\"entries\":[{\"id\":\"a");
    assertEquals(OptionalInt.empty(), process.count(count));
    assertTrue(Files.readString(log), Files.readString(log).contains("JsonEOFException"));
  }

  public void testACountThatFailsIsNoLostStore() throws IOException {
    StoreTask count = task(StoreContender.LANGCHAIN4J_OMDB, StoreTask.Kind.COUNT, 0);
    Files.delete(folder.resolve("vectors"));
    IOException e = expectThrows(IOException.class, () -> process.count(count));
    assertTrue(e.getMessage(), e.getMessage().contains("status 1"));
    assertTrue(Files.readString(log), Files.readString(log).contains("NoSuchFileException"));
  }
}
