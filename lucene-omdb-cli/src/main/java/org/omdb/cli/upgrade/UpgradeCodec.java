// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.upgrade;

import java.util.List;
import java.util.Set;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.omdb.lucene.OmdbCodec;

/** A codec with OMDB for some vector fields and Lucene's default format for the others. */
final class UpgradeCodec extends OmdbCodec {

  private final Set<String> omdbFields;
  private final KnnVectorsFormat lucene = luceneFormat();

  private UpgradeCodec(Builder builder, Set<String> omdbFields) {
    super(builder);
    this.omdbFields = omdbFields;
  }

  /**
   * The codec that segments are rewritten with.
   *
   * @param omdbFields the fields for OMDB; if there are none, the codec is Lucene's own
   */
  static Codec of(Set<String> omdbFields, List<String> idFields, Lucene104Codec.Mode mode) {
    if (omdbFields.isEmpty()) {
      KnnVectorsFormat format = luceneFormat();
      return new Lucene104Codec(mode) {
        @Override
        public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
          return format;
        }
      };
    }
    return new UpgradeCodec(
        builder().idFields(idFields.toArray(String[]::new)).delegate(new Lucene104Codec(mode)),
        omdbFields);
  }

  /** Lucene's default format, which builds graphs with as many threads as there are cores. */
  private static KnnVectorsFormat luceneFormat() {
    return new Lucene99HnswVectorsFormat(
        Lucene99HnswVectorsFormat.DEFAULT_MAX_CONN,
        Lucene99HnswVectorsFormat.DEFAULT_BEAM_WIDTH,
        workers(),
        null); // the threads of the merge scheduler
  }

  static int workers() {
    return Runtime.getRuntime().availableProcessors();
  }

  @Override
  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
    return omdbFields.contains(field) ? super.getKnnVectorsFormatForField(field) : lucene;
  }
}
