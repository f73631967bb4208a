// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.io.IOException;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbMergePolicy;
import org.omdb.lucene.VectorReorderingMergePolicy;

public class TestOmdbOptions extends LuceneTestCase {

  private static final String PROPERTY = "omdb.test-options.switch";

  public void testReachTheCodec() {
    OmdbOptions options = OmdbOptions.parse(":maxConn=24:beamWidth=77:mergeWorkers=3");
    OmdbCodec codec = options.applyTo(OmdbCodec.builder()).build();
    String format = codec.getKnnVectorsFormatForField("any").toString();
    for (String part : new String[] {"maxConn=24", "beamWidth=77", "mergeWorkers=3"}) {
      assertTrue(format, format.contains(part));
    }
    assertEquals(":maxConn=24:beamWidth=77:mergeWorkers=3", options.toString());
    assertEquals("omdb:beamWidth=77", Contenders.named("omdb:beamWidth=77").name());
  }

  public void testPolicy() {
    OmdbCodec codec = new OmdbCodec();
    assertSame(NoMergePolicy.INSTANCE, OmdbOptions.NONE.mergePolicy(NoMergePolicy.INSTANCE, codec));
    OmdbOptions options = OmdbOptions.parse(":policy=omdb");
    assertEquals(
        OmdbMergePolicy.class, options.mergePolicy(NoMergePolicy.INSTANCE, codec).getClass());
    String reordering =
        OmdbOptions.parse(":policy=reordering")
            .mergePolicy(NoMergePolicy.INSTANCE, codec)
            .toString();
    assertTrue(reordering, reordering.contains(VectorReorderingMergePolicy.class.getSimpleName()));
  }

  public void testSystemPropertiesAreSetForAWhile() throws IOException {
    OmdbOptions options = OmdbOptions.parse(":" + PROPERTY + "=off");
    assertEquals("off", options.withProperties(() -> System.getProperty(PROPERTY)));
    assertNull(System.getProperty(PROPERTY));
    System.setProperty(PROPERTY, "before");
    expectThrows(
        IOException.class,
        () ->
            options.withProperties(
                () -> {
                  throw new IOException(System.getProperty(PROPERTY));
                }));
    assertEquals("before", System.clearProperty(PROPERTY));
  }

  public void testMistakes() {
    for (String text : new String[] {":", ":links=3", ":maxConn", ":maxConn=0", ":policy=tiered"}) {
      expectThrows(IllegalArgumentException.class, () -> OmdbOptions.parse(text));
    }
  }
}
