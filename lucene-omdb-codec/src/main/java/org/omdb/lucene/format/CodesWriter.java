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
import org.apache.lucene.util.IORunnable;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;
import org.omdb.code.CodeChoice;
import org.omdb.code.CodeQuality;
import org.omdb.code.FieldCodes;

/**
 * Writes the {@code omdc} file of {@link OmdbHnswVectorsFormat}, field by field, and once it is
 * complete finds out what the codes of each field are good for. Codes that are good for nothing
 * stay in the file, unread.
 */
final class CodesWriter implements Closeable {

  private final List<Written> fields = new ArrayList<>();
  private IndexOutput out;
  private IndexInput in;

  /** What became of a field: codes are null unless they were written. */
  private record Written(CodeChoice choice, FieldCodes codes) {}

  /**
   * By what a field's vectors are compared.
   *
   * @param choice says it
   * @param quality of codes, if there were any to measure
   * @param codes null unless they were chosen
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
   * @param isSearched whether it will be searched in another way than by scoring all vectors
   */
  void write(FieldInfo field, FlatVectorsReader reader, boolean isSearched, IORunnable abortCheck)
      throws IOException {
    fields.add(written(field, reader, isSearched, abortCheck));
  }

  private Written written(
      FieldInfo field, FlatVectorsReader reader, boolean isSearched, IORunnable abortCheck)
      throws IOException {
    if (field.getVectorEncoding() == VectorEncoding.BYTE) {
      return new Written(CodeChoice.BYTES, null);
    }
    if (isSearched == false || FieldCodes.isFor(field.getVectorDimension()) == false) {
      return new Written(CodeChoice.FEW_DIMENSIONS, null);
    }
    FloatVectorValues vectors = reader.getFloatVectorValues(field.name);
    FieldCodes codes =
        FieldCodes.write(field.getVectorSimilarityFunction(), vectors, out, abortCheck);
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
   */
  Choice choose(int index, FieldInfo field, FlatVectorsReader reader, IORunnable abortCheck)
      throws IOException {
    Written written = fields.get(index);
    if (written.codes == null) {
      return new Choice(written.choice, CodeQuality.NONE, null);
    }
    FloatVectorValues vectors = reader.getFloatVectorValues(field.name);
    CodeQuality quality =
        written.codes.measure(
            in, vectors, target -> reader.getRandomVectorScorer(field.name, target), abortCheck);
    long rowBytes = (long) vectors.size() * vectors.getVectorByteLength();
    return quality.isGood(rowBytes)
        ? new Choice(CodeChoice.CODES, quality, written.codes)
        : new Choice(CodeChoice.TOO_COARSE, quality, null);
  }

  /** Compares the vectors of a field by the codes that were chosen. */
  RandomVectorScorerSupplier scorers(FieldCodes codes, FloatVectorValues vectors) {
    return new CodeScorerSupplier(codes, in, vectors);
  }

  /** Compares vectors by their codes while a graph is built. */
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
