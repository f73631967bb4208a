// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.map;

import static org.apache.lucene.index.VectorSimilarityFunction.COSINE;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.omdb.cli.index.VectorField;
import org.omdb.cli.map.layout.Rows;
import org.omdb.lucene.OmdbVectorIds;

/**
 * The live vectors that are on the map, in document order: all of a field, or a uniform sample of
 * them. It keeps where the vectors are, and reads them from the index. Safe for any number of
 * threads.
 */
final class MapPoints implements Rows {

  private final List<LeafReaderContext> leaves;
  private final FieldInfo info;
  private final int total;

  /** Documents of the whole index, in order. */
  private final int[] docs;

  /** Where each vector is among those of its segment. */
  private final int[] ordinals;

  private MapPoints(
      List<LeafReaderContext> leaves, FieldInfo info, int total, int[] docs, int[] ordinals) {
    this.leaves = leaves;
    this.info = info;
    this.total = total;
    this.docs = docs;
    this.ordinals = ordinals;
  }

  /**
   * Chooses the points.
   *
   * @param field open for as long as the points are used
   * @param atMost how many
   * @param seed of the sample, if the field has more
   */
  static MapPoints choose(VectorField field, int atMost, long seed) throws IOException {
    DirectoryReader reader = field.reader();
    List<LeafReaderContext> leaves = reader.leaves();
    int total = 0;
    for (LeafReaderContext leaf : leaves) {
      total += new LiveVectors(leaf.reader(), field.info()).count();
    }
    int[] docs = new int[Math.min(total, atMost)];
    int[] ordinals = new int[docs.length];
    SplittableRandom random = new SplittableRandom(seed);
    int chosen = 0;
    int left = total;
    for (LeafReaderContext leaf : leaves) {
      LiveVectors live = new LiveVectors(leaf.reader(), field.info());
      while (live.next()) {
        // D. E. Knuth, "The Art of Computer Programming", volume 2, algorithm 3.4.2S
        if (random.nextInt(left--) < docs.length - chosen) {
          docs[chosen] = leaf.docBase + live.doc();
          ordinals[chosen++] = live.ordinal();
        }
      }
    }
    return new MapPoints(leaves, field.info(), total, docs, ordinals);
  }

  private static KnnVectorValues values(LeafReader reader, FieldInfo info) throws IOException {
    return info.getVectorEncoding() == VectorEncoding.BYTE
        ? reader.getByteVectorValues(info.name)
        : reader.getFloatVectorValues(info.name);
  }

  /** How many live vectors the field has. */
  int total() {
    return total;
  }

  /** Whether these are not all vectors of the field. */
  boolean isSample() {
    return docs.length < total;
  }

  @Override
  public int size() {
    return docs.length;
  }

  @Override
  public int dimension() {
    return info.getVectorDimension();
  }

  /** The document of a point, in the whole index. */
  int doc(int point) {
    return docs[point];
  }

  /** The point of a document, negative if it is not on the map. */
  int pointOf(int doc) {
    return Arrays.binarySearch(docs, doc);
  }

  /** The documents of a segment that are on the map, by their numbers in the segment. */
  FixedBitSet docsOf(LeafReaderContext leaf) {
    FixedBitSet set = new FixedBitSet(leaf.reader().maxDoc());
    for (int point = firstOf(leaf); point < endOf(leaf); point++) {
      set.set(docs[point] - leaf.docBase);
    }
    return set;
  }

  private int firstOf(LeafReaderContext leaf) {
    int point = Arrays.binarySearch(docs, leaf.docBase);
    return point >= 0 ? point : -1 - point;
  }

  private int endOf(LeafReaderContext leaf) {
    return leaf.ord + 1 == leaves.size() ? docs.length : firstOf(leaves.get(leaf.ord + 1));
  }

  /** Opens a view of the vectors, for one thread. */
  Reader reader() {
    return new Reader();
  }

  /** Reads vectors in any order. For one thread. */
  final class Reader {

    private final KnnVectorValues[] values = new KnnVectorValues[leaves.size()];

    /** The vector of a point, {@code float[]} or {@code byte[]}, until the next one is read. */
    Object vector(int point) throws IOException {
      int leaf = ReaderUtil.subIndex(docs[point], leaves);
      if (values[leaf] == null) {
        values[leaf] = values(leaves.get(leaf).reader(), info);
      }
      return values[leaf] instanceof FloatVectorValues floats
          ? floats.vectorValue(ordinals[point])
          : ((ByteVectorValues) values[leaf]).vectorValue(ordinals[point]);
    }
  }

  /** Takes an id, or null if the vector of the point has none. */
  interface IdConsumer {
    void accept(String id) throws IOException;
  }

  /** Reads the ids of all points, in order. */
  void readIds(IdConsumer consumer) throws IOException {
    for (LeafReaderContext leaf : leaves) {
      OmdbVectorIds ids = OmdbVectorIds.of(leaf.reader(), info.name);
      for (int point = firstOf(leaf); point < endOf(leaf); point++) {
        consumer.accept(ids.documentToId(docs[point] - leaf.docBase));
      }
    }
  }

  /** Reads vectors as floats, of length 1 if their length does not matter to the similarity. */
  @Override
  public void read(int from, int to, Rows.Consumer consumer) throws IOException {
    boolean isNormalized = info.getVectorSimilarityFunction() == COSINE;
    float[] row = new float[dimension()];
    Reader reader = reader();
    for (int point = from; point < to; point++) {
      Object vector = reader.vector(point);
      double squares = 0;
      for (int i = 0; i < row.length; i++) {
        row[i] = vector instanceof float[] floats ? floats[i] : ((byte[]) vector)[i];
        squares += (double) row[i] * row[i];
      }
      if (isNormalized && squares > 0) {
        float scale = (float) (1 / Math.sqrt(squares));
        for (int i = 0; i < row.length; i++) {
          row[i] *= scale;
        }
      }
      consumer.accept(point, row);
    }
  }

  /** Goes through the live vectors of a segment. */
  private static final class LiveVectors {

    private final KnnVectorValues values;
    private final Bits live;
    private int ordinal = -1;
    private int doc;

    LiveVectors(LeafReader reader, FieldInfo info) throws IOException {
      values = values(reader, info);
      live = reader.getLiveDocs();
    }

    boolean next() {
      while (values != null && ++ordinal < values.size()) {
        doc = values.ordToDoc(ordinal);
        if (live == null || live.get(doc)) {
          return true;
        }
      }
      return false;
    }

    int count() {
      int count = 0;
      while (next()) {
        count++;
      }
      return count;
    }

    int ordinal() {
      return ordinal;
    }

    int doc() {
      return doc;
    }
  }
}
