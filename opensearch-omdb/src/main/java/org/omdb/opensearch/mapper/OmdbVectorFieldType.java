// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.mapper;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.Query;
import org.omdb.lucene.format.HnswParameters;
import org.omdb.opensearch.vector.StoredVectors;
import org.omdb.opensearch.vector.VectorParser;
import org.omdb.opensearch.vector.VectorSimilarity;
import org.opensearch.index.mapper.MappedFieldType;
import org.opensearch.index.mapper.TextSearchInfo;
import org.opensearch.index.mapper.ValueFetcher;
import org.opensearch.index.query.QueryShardContext;
import org.opensearch.index.query.QueryShardException;
import org.opensearch.search.lookup.SearchLookup;
import org.opensearch.search.lookup.SourceLookup;

/** What searches and the codec know of a field of type {@code omdb_vector}. */
public final class OmdbVectorFieldType extends MappedFieldType {

  /** The format of the search option {@code fields} that gives base64 instead of numbers. */
  public static final String BASE64 = "base64";

  private final int dimension;
  private final VectorSimilarity similarity;
  private final HnswParameters hnsw;

  OmdbVectorFieldType(
      String name,
      int dimension,
      VectorSimilarity similarity,
      HnswParameters hnsw,
      Map<String, String> meta) {
    super(name, true, false, false, TextSearchInfo.NONE, meta);
    this.dimension = dimension;
    this.similarity = similarity;
    this.hnsw = hnsw;
  }

  /**
   * The length of all vectors of the field.
   *
   * @return 1 or more
   */
  public int dimension() {
    return dimension;
  }

  /**
   * How they are compared.
   *
   * @return the similarity
   */
  public VectorSimilarity similarity() {
    return similarity;
  }

  /**
   * How the graphs of new segments are built.
   *
   * @return the parameters
   */
  public HnswParameters hnsw() {
    return hnsw;
  }

  @Override
  public String typeName() {
    return OmdbVectorFieldMapper.CONTENT_TYPE;
  }

  /**
   * Checks that a vector can be one of this field, or be compared with them.
   *
   * @param vector finite components
   * @throws IllegalArgumentException if it can't
   */
  public void check(float[] vector) {
    if (vector.length != dimension) {
      throw new IllegalArgumentException(
          "the vector of field ["
              + name()
              + "] must have "
              + dimension
              + " components, as its mapping says, but has "
              + vector.length);
    }
    similarity.check(name(), vector);
  }

  @Override
  public Query existsQuery(QueryShardContext context) {
    return new FieldExistsQuery(name());
  }

  @Override
  public Query termQuery(Object value, QueryShardContext context) {
    throw new QueryShardException(
        context,
        "field ["
            + name()
            + "] of type ["
            + typeName()
            + "] has vectors, which only the query [omdb_knn] searches");
  }

  /**
   * Fetches vectors from the segment, not from {@code _source}, which may be without them.
   *
   * @param format null for numbers, {@value #BASE64} for base64 of float32
   */
  @Override
  public ValueFetcher valueFetcher(QueryShardContext context, SearchLookup lookup, String format) {
    if (format != null && format.equals(BASE64) == false) {
      throw new IllegalArgumentException(
          "field ["
              + name()
              + "] of type ["
              + typeName()
              + "] has the format ["
              + BASE64
              + "], or none for an array of numbers, got ["
              + format
              + "]");
    }
    return new Fetcher(name(), format != null);
  }

  private static final class Fetcher implements ValueFetcher {

    private final String field;
    private final boolean isBase64;
    private StoredVectors vectors;

    Fetcher(String field, boolean isBase64) {
      this.field = field;
      this.isBase64 = isBase64;
    }

    @Override
    public void setNextReader(LeafReaderContext context) {
      vectors = new StoredVectors(context.reader(), field);
    }

    @Override
    public List<Object> fetchValues(SourceLookup lookup) throws IOException {
      float[] vector = vectors.get(lookup.docId());
      if (vector == null) {
        return List.of();
      }
      return isBase64
          ? List.of(VectorParser.toBase64(vector))
          : List.copyOf(StoredVectors.toList(vector));
    }
  }
}
