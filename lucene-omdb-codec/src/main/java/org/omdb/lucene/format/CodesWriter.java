// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.hnsw.FlatVectorsReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;
import org.omdb.code.CodeChoice;
import org.omdb.code.CodeQuality;
import org.omdb.code.FieldCodes;
import org.omdb.work.WorkThreads;

/**
 * Writes the {@code omdc} file of {@link OmdbHnswVectorsFormat}, field by field. Once the file is
 * complete, measures how well the codes of each field find near vectors. Codes that turn out
 * useless stay in the file, and nobody reads them.
 */
final class CodesWriter implements Closeable {

  private final List<Written> fields = new ArrayList<>();
  private IndexOutput out;
  private IndexInput in;

  /** The codes of a field, null if none were written, and why. */
  private record Written(CodeChoice choice, FieldCodes codes) {}

  /**
   * What searches compare the vectors of a field by.
   *
   * @param choice codes or not, and why
   * @param quality of the codes as measured; {@link CodeQuality#NONE} if there are none
   * @param codes null if searches do not use them
   */
  record Choice(CodeChoice choice, CodeQuality quality, FieldCodes codes) {}

  CodesWriter(SegmentWriteState state) throws IOException {
    out =
        SegmentFiles.create(
            state,
            OmdbHnswVectorsFormat.CODES_EXTENSION,
            OmdbHnswVectorsFormat.CODES_CODEC_NAME,
            OmdbHnswVectorsFormat.VERSION_CURRENT);
  }

  /**
   * Writes the codes of the next field, if it can have any.
   *
   * @param reader of its vectors
   * @param isSearched false if the field has so few vectors that it gets no graph, and a search
   *     compares all of them, see {@link HnswParameters#hasGraph}
   * @param threads do it
   */
  void write(FieldInfo field, FlatVectorsReader reader, boolean isSearched, WorkThreads threads)
      throws IOException {
    fields.add(written(field, reader, isSearched, threads));
  }

  private Written written(
      FieldInfo field, FlatVectorsReader reader, boolean isSearched, WorkThreads threads)
      throws IOException {
    if (field.getVectorEncoding() == VectorEncoding.BYTE) {
      return new Written(CodeChoice.BYTES, null);
    }
    // The choice of a field that is not searched is never read: it gets no entry in the metadata.
    if (isSearched == false || FieldCodes.isFor(field.getVectorDimension()) == false) {
      return new Written(CodeChoice.FEW_DIMENSIONS, null);
    }
    FloatVectorValues vectors = reader.getFloatVectorValues(field.name);
    FieldCodes codes = FieldCodes.write(field.getVectorSimilarityFunction(), vectors, out, threads);
    return codes == null
        ? new Written(CodeChoice.TOO_LONG, null)
        : new Written(CodeChoice.CODES, codes);
  }

  /** Ends the file. */
  void finish(SegmentReadState readState) throws IOException {
    CodecUtil.writeFooter(out);
    out.close();
    in = OmdbHnswVectorsFormat.openCodes(readState, OmdbHnswVectorsFormat.VERSION_CURRENT);
  }

  /**
   * Measures the codes of a field, once the file is complete.
   *
   * @param index which field, in the order in which they were written
   * @param threads do it
   */
  Choice choose(int index, FieldInfo field, FlatVectorsReader reader, WorkThreads threads)
      throws IOException {
    Written written = fields.get(index);
    if (written.codes == null) {
      return new Choice(written.choice, CodeQuality.NONE, null);
    }
    FloatVectorValues vectors = reader.getFloatVectorValues(field.name);
    CodeQuality quality =
        written.codes.measure(
            in, vectors, target -> reader.getRandomVectorScorer(field.name, target), threads);
    long rowBytes = (long) vectors.size() * vectors.getVectorByteLength();
    return quality.isGood(rowBytes)
        ? new Choice(CodeChoice.CODES, quality, written.codes)
        : new Choice(CodeChoice.TOO_COARSE, quality, null);
  }

  /** Compares the vectors of a field by the codes that were chosen. */
  RandomVectorScorerSupplier scorers(FieldCodes codes, FloatVectorValues vectors) {
    return new CodeScorerSupplier(codes, in, vectors);
  }

  /**
   * Compares vectors by their codes while a graph is built. For one thread, as is each {@link
   * #copy}.
   */
  private record CodeScorerSupplier(FieldCodes codes, IndexInput in, FloatVectorValues vectors)
      implements RandomVectorScorerSupplier {

    @Override
    public UpdateableRandomVectorScorer scorer() throws IOException {
      return codes.openScorer(in, vectors);
    }

    @Override
    public RandomVectorScorerSupplier copy() throws IOException {
      return new CodeScorerSupplier(codes, in.clone(), vectors.copy());
    }
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(out, in);
  }
}
