// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;

/**
 * Documents with vectors that differ in some directions, and in noise else, as real ones do; the
 * targets of searches are more of the kind. All follows from a seed. Children are followed by their
 * parent, which has no vector.
 */
final class NoisyDocuments {

  static final String FLOATS = "floats";
  static final String BYTES = "bytes";

  /** Parts of all documents by which searches can be filtered, per mille. */
  static final int[] PARTS = {1, 10, 100, 500, 900};

  private static final String NUMBER = "number";
  private static final String PART = "part";
  private static final String TYPE = "type";
  private static final String PARENT = "parent";
  private static final float NOISE = 0.2f;
  private static final int LATENT = 10;
  private static final int BYTES_PER_UNIT = 12;
  private static final int MAX_CHILDREN = 4;

  final VectorSimilarityFunction similarity;
  final float[][] floats;
  final byte[][] bytes;

  /** Per document the number of its parent. */
  final int[] parents;

  final float[][] targets;
  final byte[][] byteTargets;
  private final int[] perMille;

  /**
   * @param count children, each with a vector
   */
  NoisyDocuments(
      long seed, int count, int dimension, int targetCount, VectorSimilarityFunction similarity) {
    this.similarity = similarity;
    Random random = new Random(seed);
    float[][] directions = new float[LATENT][];
    for (int i = 0; i < LATENT; i++) {
      directions[i] = gaussian(dimension, 1, random);
    }
    floats = draw(count, directions, random);
    targets = draw(targetCount, directions, random);
    bytes = rounded(floats);
    byteTargets = rounded(targets);
    if (similarity == VectorSimilarityFunction.DOT_PRODUCT) {
      normalize(floats);
      normalize(targets);
    }
    parents = new int[count];
    perMille = new int[count];
    for (int i = 0, left = 0, parent = -1; i < count; i++, left--) {
      if (left == 0) {
        left = 1 + random.nextInt(MAX_CHILDREN);
        parent++;
      }
      parents[i] = parent;
      perMille[i] = random.nextInt(1_000);
    }
  }

  private static float[] gaussian(int size, float factor, Random random) {
    float[] vector = new float[size];
    for (int i = 0; i < size; i++) {
      vector[i] = factor * (float) random.nextGaussian();
    }
    return vector;
  }

  private static float[][] draw(int count, float[][] directions, Random random) {
    int dimension = directions[0].length;
    float[][] vectors = new float[count][];
    for (int i = 0; i < count; i++) {
      vectors[i] = gaussian(dimension, NOISE, random);
      for (float[] direction : directions) {
        float along = (float) random.nextGaussian();
        for (int c = 0; c < dimension; c++) {
          vectors[i][c] += along * direction[c];
        }
      }
    }
    return vectors;
  }

  private static byte[][] rounded(float[][] vectors) {
    byte[][] bytes = new byte[vectors.length][vectors[0].length];
    for (int i = 0; i < vectors.length; i++) {
      for (int c = 0; c < bytes[i].length; c++) {
        float component = BYTES_PER_UNIT * vectors[i][c];
        bytes[i][c] = (byte) Math.max(Byte.MIN_VALUE, Math.min(Byte.MAX_VALUE, component));
      }
    }
    return bytes;
  }

  private static void normalize(float[][] vectors) {
    for (float[] vector : vectors) {
      double square = 0;
      for (float component : vector) {
        square += (double) component * component;
      }
      for (int i = 0; i < vector.length; i++) {
        vector[i] /= (float) Math.sqrt(square);
      }
    }
  }

  int count() {
    return floats.length;
  }

  /**
   * A filter.
   *
   * @param part of {@link #PARTS}
   */
  static Query filter(int part) {
    return new TermQuery(new Term(PART, "" + part));
  }

  static Query parentFilter() {
    return new TermQuery(new Term(TYPE, PARENT));
  }

  /**
   * Whether a document passes a filter.
   *
   * @param part of {@link #PARTS}; 0 for no filter
   */
  boolean passes(int number, int part) {
    return part == 0 || perMille[number] < part;
  }

  /** Of a document and a target, by its number. */
  float score(int number, int target, boolean isBytes) {
    return isBytes
        ? similarity.compare(byteTargets[target], bytes[number])
        : similarity.compare(targets[target], floats[number]);
  }

  private List<Document> block(int from, int to, boolean withBytes) {
    List<Document> block = new ArrayList<>();
    for (int i = from; i < to; i++) {
      Document document = new Document();
      document.add(new KnnFloatVectorField(FLOATS, floats[i], similarity));
      if (withBytes) {
        document.add(new KnnByteVectorField(BYTES, bytes[i], similarity));
      }
      document.add(new NumericDocValuesField(NUMBER, i));
      document.add(new StringField(NUMBER, "" + i, Field.Store.NO));
      for (int part : PARTS) {
        if (passes(i, part)) {
          document.add(new StringField(PART, "" + part, Field.Store.NO));
        }
      }
      block.add(document);
    }
    Document parent = new Document();
    parent.add(new StringField(TYPE, PARENT, Field.Store.NO));
    block.add(parent);
    return block;
  }

  /**
   * Writes documents.
   *
   * @param from first of them, of a block
   * @param to a block that begins before this is written as a whole
   * @param perFlush children after which there is a flush
   * @param isMerged whether all segments of the index become one
   */
  void write(
      Directory dir,
      Codec codec,
      int from,
      int to,
      int perFlush,
      boolean isMerged,
      boolean withBytes)
      throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(codec)
            .setUseCompoundFile(false)
            .setRAMBufferSizeMB(256)
            .setMergeScheduler(new SerialMergeScheduler())
            .setMergePolicy(isMerged ? new TieredMergePolicy() : NoMergePolicy.INSTANCE);
    try (IndexWriter writer = new IndexWriter(dir, config)) {
      for (int i = from, flushed = from; i < to; ) {
        int end = i + 1;
        while (end < count() && parents[end] == parents[i]) {
          end++;
        }
        writer.addDocuments(block(i, end, withBytes));
        i = end;
        if (i - flushed >= perFlush) {
          writer.flush();
          flushed = i;
        }
      }
      if (isMerged) {
        writer.forceMerge(1);
      }
    }
  }

  /** The first document at or after one that begins a block. */
  int blockFrom(int number) {
    int from = number;
    while (from > 0 && parents[from] == parents[from - 1]) {
      from++;
    }
    return from;
  }

  /** Deletes every n-th document. */
  static void delete(Directory dir, Codec codec, int count, int n) throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig().setCodec(codec).setMergePolicy(NoMergePolicy.INSTANCE);
    try (IndexWriter writer = new IndexWriter(dir, config)) {
      for (int i = 0; i < count; i += n) {
        writer.deleteDocuments(new Term(NUMBER, "" + i));
      }
    }
  }

  /** Numbers of all documents of an index; -1 for parents. */
  static int[] numbers(DirectoryReader reader) throws IOException {
    int[] numbers = new int[reader.maxDoc()];
    for (LeafReaderContext leaf : reader.leaves()) {
      NumericDocValues values = leaf.reader().getNumericDocValues(NUMBER);
      for (int doc = 0; doc < leaf.reader().maxDoc(); doc++) {
        numbers[leaf.docBase + doc] = values.advanceExact(doc) ? (int) values.longValue() : -1;
      }
    }
    return numbers;
  }
}
