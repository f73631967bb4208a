// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.demo;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.VectorUtil;

public class TestClassVectors extends LuceneTestCase {

  public void testVectorsAreUnitVectors() throws IOException {
    ClassVectors vectors = vectors("java.util");
    for (Map.Entry<String, float[]> entry : vectors.all().entrySet()) {
      assertUnit(entry.getKey(), entry.getValue());
      assertUnit(entry.getKey(), vectors.withoutSupertypes(entry.getKey()));
    }
  }

  /** Nothing tells such a class from others but its package, which no other class has. */
  public void testAVectorIsNeverAllZeros() throws IOException {
    ClassVectors vectors = vectors("java.applet|netscape.javascript|org.w3c.dom.views");
    vectors.all().forEach(TestClassVectors::assertUnit);
  }

  private static void assertUnit(String name, float[] vector) {
    assertEquals(ClassVectors.DIMENSION, vector.length);
    assertEquals(name, 1.0, Math.sqrt(VectorUtil.dotProduct(vector, vector)), 1e-5);
  }

  public void testVectorsAreTheSameEachTime() throws IOException {
    SortedMap<String, float[]> once = vectors("java.io").all();
    SortedMap<String, float[]> again = vectors("java.io").all();
    assertEquals(once.keySet(), again.keySet());
    once.forEach((name, vector) -> assertArrayEquals(name, vector, again.get(name), 0f));
  }

  public void testLikeClassesAreNear() throws IOException {
    SortedMap<String, float[]> vectors = vectors("java.util").all();
    assertNearer(vectors, "java.util.ArrayList", "java.util.LinkedList", "java.util.TreeMap");
    assertNearer(vectors, "java.util.HashMap", "java.util.LinkedHashMap", "java.util.HashSet");
    assertNearer(
        vectors, "java.util.Map.Entry", "java.util.AbstractMap.SimpleEntry", "java.util.Map");
    assertNearer(
        vectors,
        "java.util.concurrent.locks.ReentrantLock",
        "java.util.concurrent.locks.Lock",
        "java.util.concurrent.atomic.AtomicInteger");
  }

  private static void assertNearer(
      Map<String, float[]> vectors, String name, String near, String far) {
    float[] vector = vectors.get(name);
    float nearer = VectorUtil.dotProduct(vector, vectors.get(near));
    float farther = VectorUtil.dotProduct(vector, vectors.get(far));
    assertTrue(name + ": " + near + " " + nearer + ", " + far + " " + farther, nearer > farther);
  }

  public void testWordsOfNames() {
    assertEquals(List.of("read", "utf", "8"), ClassFeatures.words("readUTF8"));
    assertEquals(List.of("xml", "reader"), ClassFeatures.words("XMLReader"));
    assertEquals(List.of("max", "value"), ClassFeatures.words("MAX_VALUE"));
    assertEquals(List.of("init"), ClassFeatures.words("<init>"));
  }

  private static ClassVectors vectors(String packages) throws IOException {
    return new ClassVectors(JdkClasses.read(name -> name.matches(packages + "(\\..*)?")));
  }
}
