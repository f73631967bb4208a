// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.BytesRef;

/** Fingerprints of vectors with their ids. */
public class TestVectorFingerprint extends LuceneTestCase {

  private static final int DIMENSION = 7;

  private record Entry(String id, float[] vector) {}

  private static List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    int count = 2 + random().nextInt(20);
    for (int i = 0; i < count; i++) {
      float[] vector = new float[DIMENSION];
      for (int j = 0; j < DIMENSION; j++) {
        vector[j] = random().nextFloat();
      }
      entries.add(new Entry(random().nextInt(4) == 0 ? null : "user_" + i, vector));
    }
    entries.add(new Entry("user_last", new float[DIMENSION]));
    return entries;
  }

  private static VectorFingerprint of(List<Entry> entries) throws IOException {
    List<float[]> vectors = entries.stream().map(Entry::vector).toList();
    KnnVectorValues values = FloatVectorValues.fromFloats(vectors, DIMENSION);
    VectorFingerprint fingerprint = new VectorFingerprint();
    for (int i = 0; i < entries.size(); i++) {
      String id = entries.get(i).id;
      fingerprint.add(id == null ? null : new BytesRef(id), values, i);
    }
    return fingerprint;
  }

  private static void assertSame(boolean expected, List<Entry> some, List<Entry> other)
      throws IOException {
    assertEquals(expected, of(some).isSameAs(of(other)));
    assertEquals(expected, of(other).isSameAs(of(some)));
  }

  public void testOrderDoesNotCount() throws IOException {
    List<Entry> entries = entries();
    List<Entry> shuffled = new ArrayList<>(entries);
    Collections.shuffle(shuffled, random());
    assertSame(true, entries, shuffled);
    assertEquals(entries.size(), of(entries).vectors());
    assertEquals(
        entries.stream().filter(entry -> entry.id != null).count(), of(entries).ids().count());
  }

  public void testSwappedIds() throws IOException {
    List<Entry> entries = entries();
    List<Entry> swapped = new ArrayList<>(entries);
    int last = entries.size() - 1;
    int other = random().nextInt(last);
    swapped.set(other, new Entry(entries.get(last).id, entries.get(other).vector));
    swapped.set(last, new Entry(entries.get(other).id, entries.get(last).vector));
    assertSame(false, entries, swapped);
    assertTrue(of(entries).ids().isSameAs(of(swapped).ids()));
  }

  public void testOneBit() throws IOException {
    List<Entry> entries = entries();
    List<Entry> changed = new ArrayList<>(entries);
    int wrong = random().nextInt(entries.size());
    float[] vector = entries.get(wrong).vector.clone();
    int component = random().nextInt(DIMENSION);
    int bits = Float.floatToRawIntBits(vector[component]) ^ 1 << random().nextInt(32);
    vector[component] = Float.intBitsToFloat(bits);
    changed.set(wrong, new Entry(entries.get(wrong).id, vector));
    assertSame(false, entries, changed);
  }

  public void testOneMoreOrWithoutId() throws IOException {
    List<Entry> entries = entries();
    List<Entry> fewer = entries.subList(1, entries.size());
    assertSame(false, entries, fewer);
    List<Entry> withoutId = new ArrayList<>(entries);
    int last = entries.size() - 1;
    withoutId.set(last, new Entry(null, entries.get(last).vector));
    assertSame(false, entries, withoutId);
    // as a writer might do that takes no id for an empty one
    withoutId.set(last, new Entry("", entries.get(last).vector));
    assertSame(false, entries, withoutId);
  }

  public void testBytes() throws IOException {
    byte[] one = new byte[DIMENSION];
    byte[] two = new byte[DIMENSION];
    random().nextBytes(one);
    random().nextBytes(two);
    two[0] = (byte) (one[0] + 1);
    KnnVectorValues values = ByteVectorValues.fromBytes(List.of(one, two), DIMENSION);
    VectorFingerprint fingerprint = new VectorFingerprint();
    fingerprint.add(new BytesRef("one"), values, 0);
    fingerprint.add(new BytesRef("two"), values, 1);
    VectorFingerprint swapped = new VectorFingerprint();
    swapped.add(new BytesRef("one"), values, 1);
    swapped.add(new BytesRef("two"), values, 0);
    assertFalse(fingerprint.isSameAs(swapped));
    VectorFingerprint same = new VectorFingerprint();
    same.add(new BytesRef("two"), values, 1);
    same.add(new BytesRef("one"), values, 0);
    assertTrue(fingerprint.isSameAs(same));
  }
}
