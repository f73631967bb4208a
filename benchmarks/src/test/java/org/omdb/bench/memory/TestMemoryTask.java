// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.memory;

import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.bench.contender.IndexAccess;

@LuceneTestCase.SuppressFileSystems("*") // paths are compared
public class TestMemoryTask extends LuceneTestCase {

  public void testArguments() {
    MemoryTask task =
        new MemoryTask(
            "omdb:beamWidth=200",
            Path.of("an index"),
            Path.of("queries"),
            Path.of("answers"),
            300,
            List.of(10, 20),
            new IndexAccess(IndexAccess.Kind.NIO, IndexAccess.Advice.CONTEXT));
    assertEquals(task, MemoryTask.parse(task.arguments().toArray(String[]::new)));
    assertEquals(Path.of("answers", "ids-20"), task.answer(20));
  }
}
