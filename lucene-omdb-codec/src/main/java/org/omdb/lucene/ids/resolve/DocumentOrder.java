// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids.resolve;

import static org.apache.lucene.search.DocIdSetIterator.NO_MORE_DOCS;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;

/**
 * Vectors whose ordinals increase with their documents, made from vectors where that does not hold.
 * A reader that sorts keeps the ordinals of the segment, and one that joins several segments claims
 * that document and ordinal are equal even where vectors are sparse. Only their iterators are
 * right. Takes 8 bytes of heap per vector. For one thread.
 *
 * <p>Two wrappers, because Lucene's float and byte vectors share no class that has all of these
 * methods.
 */
final class DocumentOrder {

  private final int[] docs;
  private final int[] inner;

  private DocumentOrder(int[] docs, int[] inner) {
    this.docs = docs;
    this.inner = inner;
  }

  /**
   * Gives vectors ordinals in the order of their documents.
   *
   * @param values just opened, of a reader that is no segment; may be null
   * @return null if {@code values} is
   */
  static KnnVectorValues of(KnnVectorValues values) throws IOException {
    if (values == null) {
      return null;
    }
    int[] docs = new int[values.size()];
    int[] inner = new int[values.size()];
    KnnVectorValues.DocIndexIterator iterator = values.iterator();
    int count = 0;
    for (int doc = iterator.nextDoc(); doc != NO_MORE_DOCS; doc = iterator.nextDoc()) {
      docs[count] = doc;
      inner[count++] = iterator.index();
    }
    DocumentOrder order = new DocumentOrder(Arrays.copyOf(docs, count), inner);
    return values instanceof FloatVectorValues floats
        ? new Floats(order, floats)
        : new Bytes(order, (ByteVectorValues) values);
  }

  private static final class Floats extends FloatVectorValues {

    private final DocumentOrder order;
    private final FloatVectorValues in;

    Floats(DocumentOrder order, FloatVectorValues in) {
      this.order = order;
      this.in = in;
    }

    @Override
    public float[] vectorValue(int ordinal) throws IOException {
      return in.vectorValue(order.inner[ordinal]);
    }

    @Override
    public FloatVectorValues copy() throws IOException {
      return new Floats(order, in.copy());
    }

    @Override
    public int dimension() {
      return in.dimension();
    }

    @Override
    public int size() {
      return order.docs.length;
    }

    @Override
    public int ordToDoc(int ordinal) {
      return order.docs[ordinal];
    }

    @Override
    public DocIndexIterator iterator() {
      return createSparseIterator();
    }
  }

  private static final class Bytes extends ByteVectorValues {

    private final DocumentOrder order;
    private final ByteVectorValues in;

    Bytes(DocumentOrder order, ByteVectorValues in) {
      this.order = order;
      this.in = in;
    }

    @Override
    public byte[] vectorValue(int ordinal) throws IOException {
      return in.vectorValue(order.inner[ordinal]);
    }

    @Override
    public ByteVectorValues copy() throws IOException {
      return new Bytes(order, in.copy());
    }

    @Override
    public int dimension() {
      return in.dimension();
    }

    @Override
    public int size() {
      return order.docs.length;
    }

    @Override
    public int ordToDoc(int ordinal) {
      return order.docs[ordinal];
    }

    @Override
    public DocIndexIterator iterator() {
      return createSparseIterator();
    }
  }
}
