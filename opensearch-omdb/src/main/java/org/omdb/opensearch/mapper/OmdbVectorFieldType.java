// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.mapper;

import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.Query;
import org.omdb.lucene.format.HnswParameters;
import org.omdb.opensearch.vector.DataType;
import org.omdb.opensearch.vector.StoredVectors;
import org.omdb.opensearch.vector.VectorParser;
import org.omdb.opensearch.vector.VectorSimilarity;
import org.opensearch.index.fielddata.IndexFieldData;
import org.opensearch.index.mapper.MappedFieldType;
import org.opensearch.index.mapper.MapperService;
import org.opensearch.index.mapper.TextSearchInfo;
import org.opensearch.index.mapper.ValueFetcher;
import org.opensearch.index.query.QueryShardContext;
import org.opensearch.index.query.QueryShardException;
import org.opensearch.search.DocValueFormat;
import org.opensearch.search.lookup.SearchLookup;
import org.opensearch.search.lookup.SourceLookup;

/**
 * The parameters of a field with vectors, for searches and for the codec: of type {@code
 * omdb_vector}, if no subclass says otherwise.
 */
public class OmdbVectorFieldType extends MappedFieldType {

  /** The format that makes the search option {@code fields} return base64 instead of numbers. */
  public static final String BASE64 = "base64";

  private final int dimension;
  private final DataType dataType;
  private final VectorSimilarity similarity;
  private final HnswParameters hnsw;

  /**
   * Makes the type of a field.
   *
   * @param name of the field
   * @param dimension number of components, 1 to {@value VectorParser#MAX_DIMENSION}
   * @param dataType type of the components
   * @param similarity how vectors are compared
   * @param hnsw how the graphs of new segments are built
   * @param meta what the mapping says about the field
   * @throws IllegalArgumentException if vectors of the type can't be compared like this
   */
  public OmdbVectorFieldType(
      String name,
      int dimension,
      DataType dataType,
      VectorSimilarity similarity,
      HnswParameters hnsw,
      Map<String, String> meta) {
    super(name, true, false, false, TextSearchInfo.NONE, meta);
    this.dimension = dimension;
    this.dataType = dataType;
    this.similarity = similarity;
    this.hnsw = hnsw;
    if (dataType == DataType.BYTE && similarity == VectorSimilarity.DOT) {
      throw new IllegalArgumentException(
          "field ["
              + name
              + "] has the data_type [byte], and similarity [dot] compares vectors of length 1,"
              + " which bytes can't be; [cosine] and [mip] take vectors of any length");
    }
  }

  /**
   * The vector fields of an index.
   *
   * @param mapping of the index
   * @return all its fields of this type
   */
  public static List<OmdbVectorFieldType> allOf(MapperService mapping) {
    List<OmdbVectorFieldType> fields = new ArrayList<>();
    for (MappedFieldType type : mapping.fieldTypes()) {
      if (type instanceof OmdbVectorFieldType vectors) {
        fields.add(vectors);
      }
    }
    return fields;
  }

  /**
   * The field that a query names.
   *
   * @param context of the query
   * @param field name of the field
   * @param query name of the query, for error messages
   * @param ignoreUnmapped whether the index may lack the field
   * @return the field; null if the index may lack it, and does
   * @throws QueryShardException if there is no field of this type with the name
   */
  public static OmdbVectorFieldType of(
      QueryShardContext context, String field, String query, boolean ignoreUnmapped) {
    MappedFieldType type = context.fieldMapper(field);
    if (type == null && ignoreUnmapped) {
      return null;
    }
    if (type instanceof OmdbVectorFieldType vectors) {
      return vectors;
    }
    throw new QueryShardException(
        context,
        "["
            + query
            + "] needs a field of vectors, but ["
            + field
            + "] "
            + (type == null ? "is not in the mapping" : "is of type [" + type.typeName() + "]"));
  }

  /**
   * The number of components of each vector.
   *
   * @return 1 to {@value VectorParser#MAX_DIMENSION}
   */
  public int dimension() {
    return dimension;
  }

  /**
   * The type of the components.
   *
   * @return the type
   */
  public DataType dataType() {
    return dataType;
  }

  /**
   * How vectors are compared.
   *
   * @return the similarity
   */
  public VectorSimilarity similarity() {
    return similarity;
  }

  /**
   * How the graphs of new segments are built.
   *
   * @return the HNSW parameters
   */
  public HnswParameters hnsw() {
    return hnsw;
  }

  @Override
  public String typeName() {
    return OmdbVectorFieldMapper.CONTENT_TYPE;
  }

  /**
   * Checks that a vector can be indexed in this field or searched for.
   *
   * @param vector finite components
   * @throws IllegalArgumentException if its dimension or its type is another one, or the similarity
   *     can't compare it
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
    dataType.check(name(), vector);
    similarity.check(name(), vector, comparison());
  }

  /**
   * How vectors are compared, in the words of the mapping.
   *
   * @return the parameter and its value
   */
  protected String comparison() {
    return "similarity [" + similarity + "]";
  }

  /**
   * The query that searches the field, in the words of those who use this type.
   *
   * @return name of the query
   */
  protected String query() {
    return "omdb_knn";
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
            + "] has vectors, which only the query ["
            + query()
            + "] searches");
  }

  /**
   * Fetches vectors from the segment, because {@code _source} may not contain them.
   *
   * @param format null for numbers, {@value #BASE64} for base64 of little-endian float32
   */
  @Override
  public ValueFetcher valueFetcher(QueryShardContext context, SearchLookup lookup, String format) {
    checkFormat(format);
    return new Fetcher(name(), format != null);
  }

  /** For {@code docvalue_fields}, which takes the same formats as {@code fields}. */
  @Override
  public DocValueFormat docValueFormat(String format, ZoneId timeZone) {
    checkFormat(format);
    return format == null ? super.docValueFormat(null, timeZone) : Base64Format.BASE64;
  }

  private void checkFormat(String format) {
    if (format != null && format.equals(BASE64) == false) {
      throw new IllegalArgumentException(
          "field ["
              + name()
              + "] of type ["
              + typeName()
              + "] takes the format ["
              + BASE64
              + "], or none for an array of numbers, got ["
              + format
              + "]");
    }
  }

  @Override
  public IndexFieldData.Builder fielddataBuilder(String index, Supplier<SearchLookup> lookup) {
    return (cache, breaker) -> new VectorFieldData(name(), typeName());
  }

  @Override
  public boolean isAggregatable() {
    return false;
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
      if (vectors == null) {
        return List.of(); // highlighters name no segment, and there is no text to highlight
      }
      int doc = lookup.docId();
      if (isBase64) {
        float[] vector = vectors.get(doc);
        return vector == null ? List.of() : List.of(VectorParser.toBase64(vector));
      }
      List<Number> numbers = vectors.numbers(doc);
      return numbers == null ? List.of() : List.copyOf(numbers);
    }
  }
}
