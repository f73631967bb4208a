// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.Query;
import org.omdb.opensearch.vector.VectorParser;
import org.opensearch.index.mapper.MappedFieldType;
import org.opensearch.index.mapper.Mapper;
import org.opensearch.index.mapper.ParametrizedFieldMapper;
import org.opensearch.index.mapper.ParseContext;
import org.opensearch.index.mapper.TextSearchInfo;
import org.opensearch.index.mapper.ValueFetcher;
import org.opensearch.index.query.QueryShardContext;
import org.opensearch.search.lookup.SearchLookup;

/** The mapping type {@code plain_vector}: a {@link KnnFloatVectorField}, compared by cosine. */
final class PlainVectorFieldMapper extends ParametrizedFieldMapper {

  static final String CONTENT_TYPE = "plain_vector";
  static final Mapper.TypeParser PARSER =
      (name, node, context) -> {
        Builder builder = new Builder(name);
        builder.parse(name, context, node);
        return builder;
      };

  private PlainVectorFieldMapper(String simpleName, MappedFieldType fieldType) {
    super(simpleName, fieldType, MultiFields.empty(), CopyTo.empty());
  }

  @Override
  protected String contentType() {
    return CONTENT_TYPE;
  }

  @Override
  public ParametrizedFieldMapper.Builder getMergeBuilder() {
    return new Builder(simpleName()).init(this);
  }

  @Override
  public boolean parsesArrayValue() {
    return true;
  }

  @Override
  protected void parseCreateField(ParseContext context) throws IOException {
    float[] vector = VectorParser.parse(context.parser(), name());
    context.doc().add(new KnnFloatVectorField(name(), vector, VectorSimilarityFunction.COSINE));
  }

  private static final class Builder extends ParametrizedFieldMapper.Builder {

    Builder(String name) {
      super(name);
    }

    @Override
    protected List<Parameter<?>> getParameters() {
      return List.of();
    }

    @Override
    public PlainVectorFieldMapper build(BuilderContext context) {
      return new PlainVectorFieldMapper(name, new Type(buildFullName(context)));
    }
  }

  private static final class Type extends MappedFieldType {

    Type(String name) {
      super(name, true, false, false, TextSearchInfo.NONE, Map.of());
    }

    @Override
    public String typeName() {
      return CONTENT_TYPE;
    }

    @Override
    public Query existsQuery(QueryShardContext context) {
      return new FieldExistsQuery(name());
    }

    @Override
    public Query termQuery(Object value, QueryShardContext context) {
      throw new UnsupportedOperationException("vectors have no terms");
    }

    @Override
    public ValueFetcher valueFetcher(
        QueryShardContext context, SearchLookup lookup, String format) {
      throw new UnsupportedOperationException("read them from _source");
    }
  }
}
