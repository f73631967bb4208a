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
 * The codec of a shard. For a field of type {@code omdb_vector} it takes the HNSW parameters from
 * the mapping at the time when a segment is written. Vectors of other mapping types are left to the
 * wrapped codec. Thread-safe.
 */
final class ShardCodec extends OmdbCodec {

  private final Lucene104Codec lucene;
  private final MapperService mapperService;
  private final boolean isLoadedOnOpen;

  /** Lucene writes fields into the same files if their format is the same instance. */
  private final Map<HnswParameters, KnnVectorsFormat> formats = new ConcurrentHashMap<>();

  /**
   * @param mapperService null where OpenSearch opens an index without its mapping
   * @param isLoadedOnOpen whether new segments are loaded when they are opened
   * @throws IllegalArgumentException if the codec can't be wrapped
   */
  ShardCodec(Codec codec, MapperService mapperService, boolean isLoadedOnOpen) {
    super(builder().delegate(codec).loadOnOpen(isLoadedOnOpen));
    this.lucene = (Lucene104Codec) codec;
    this.mapperService = mapperService;
    this.isLoadedOnOpen = isLoadedOnOpen;
  }

  @Override
  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
    MappedFieldType type = mapperService == null ? null : mapperService.fieldType(field);
    if (type == null) {
      return super.getKnnVectorsFormatForField(field);
    }
    if (type instanceof OmdbVectorFieldType vectors) {
      return formats.computeIfAbsent(
          vectors.hnsw(), hnsw -> new OmdbHnswVectorsFormat(hnsw, idDocValues(), isLoadedOnOpen));
    }
    return lucene.getKnnVectorsFormatForField(field);
  }
}
