// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.index;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.format.HnswParameters;
import org.omdb.lucene.format.OmdbHnswVectorsFormat;
import org.omdb.opensearch.mapper.OmdbVectorFieldType;
import org.opensearch.index.mapper.MappedFieldType;
import org.opensearch.index.mapper.MapperService;

/**
 * Takes the graph's parameters of each {@code omdb_vector} from the mapping, as it is when a
 * segment is written, and leaves vectors of other mapping types to the wrapped codec. Thread-safe.
 */
final class ShardCodec extends OmdbCodec {

  private final Lucene104Codec lucene;
  private final MapperService mapperService;

  /** Kept, because a format must be the same instance each time that a segment asks for it. */
  private final Map<HnswParameters, KnnVectorsFormat> formats = new ConcurrentHashMap<>();

  /**
   * @param mapperService null where OpenSearch opens an index without its mapping
   * @throws IllegalArgumentException if the codec can't be wrapped
   */
  ShardCodec(Codec codec, MapperService mapperService) {
    super(builder().delegate(codec));
    this.lucene = (Lucene104Codec) codec;
    this.mapperService = mapperService;
  }

  @Override
  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
    MappedFieldType type = mapperService == null ? null : mapperService.fieldType(field);
    if (type == null) {
      return super.getKnnVectorsFormatForField(field);
    }
    if (type instanceof OmdbVectorFieldType vectors) {
      return formats.computeIfAbsent(
          vectors.hnsw(), hnsw -> new OmdbHnswVectorsFormat(hnsw, idDocValues()));
    }
    return lucene.getKnnVectorsFormatForField(field);
  }
}
