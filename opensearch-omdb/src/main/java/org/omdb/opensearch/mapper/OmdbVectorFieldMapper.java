// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.mapper;

import java.io.IOException;
import java.util.Map;
import org.apache.lucene.index.LeafReader;
import org.omdb.lucene.OmdbVectorField;
import org.omdb.opensearch.index.OmdbSettings;
import org.omdb.opensearch.source.StoredSource;
import org.omdb.opensearch.vector.StoredVectors;
import org.omdb.opensearch.vector.VectorParser;
import org.opensearch.common.Explicit;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.index.mapper.Mapper;
import org.opensearch.index.mapper.MapperParsingException;
import org.opensearch.index.mapper.MappingLookup;
import org.opensearch.index.mapper.ParametrizedFieldMapper;
import org.opensearch.index.mapper.ParseContext;

/**
 * The mapping type {@code omdb_vector}: at most one float32 vector per document. The id of the
 * vector is the document's {@code _id}.
 *
 * <pre>
 * "embedding": {
 *   "type": "omdb_vector", "dimension": 300, "similarity": "cosine", "m": 16, "ef_construction": 120
 * }
 * </pre>
 *
 * <p>{@code m} and {@code ef_construction} may change at any time, and apply to segments written
 * from then on. What an update of the mapping does not name stays as it is. {@code dimension} and
 * {@code similarity} can't change, because Lucene fixes both with the first vector of a field.
 */
public final class OmdbVectorFieldMapper extends ParametrizedFieldMapper {

  /** The name of the type. */
  public static final String CONTENT_TYPE = "omdb_vector";

  /** Makes mappers from mappings. */
  public static final Mapper.TypeParser PARSER = OmdbVectorFieldMapper::parseMapping;

  /** Parameters that other mapping types have, and why this one has not. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "fields", "no other mapping type can hold a vector",
          "copy_to", "no other mapping type can hold a vector",
          "index", "a vector is always indexed",
          "index_options", "a vector is always indexed",
          "store", "a vector is always stored, and [fields] of a search returns it",
          "doc_values", "a vector is always stored, and [docvalue_fields] of a search returns it",
          "boost", "a query has [boost]");

  private final VectorParameters parameters;

  OmdbVectorFieldMapper(
      String simpleName, OmdbVectorFieldType fieldType, VectorParameters parameters) {
    super(simpleName, fieldType, MultiFields.empty(), CopyTo.empty());
    this.parameters = parameters;
  }

  private static Mapper.Builder<?> parseMapping(
      String name, Map<String, Object> node, Mapper.TypeParser.ParserContext context) {
    OmdbSettings.checkHolds(context.getSettings(), name, CONTENT_TYPE);
    if (context.isWithinMultiField()) {
      throw new MapperParsingException(
          "[" + CONTENT_TYPE + "] can't be a multi-field, as [" + name + "] would be");
    }
    for (String parameter : node.keySet()) {
      if (REFUSED.containsKey(parameter)) {
        throw new MapperParsingException(
            "field ["
                + name
                + "] of type ["
                + CONTENT_TYPE
                + "] can't have ["
                + parameter
                + "]: "
                + REFUSED.get(parameter));
      }
    }
    VectorMappingBuilder builder = new VectorMappingBuilder(name);
    builder.parse(name, context, node);
    return builder;
  }

  @Override
  public OmdbVectorFieldType fieldType() {
    return (OmdbVectorFieldType) super.fieldType();
  }

  VectorParameters parameters() {
    return parameters;
  }

  @Override
  protected String contentType() {
    return CONTENT_TYPE;
  }

  @Override
  public ParametrizedFieldMapper.Builder getMergeBuilder() {
    return new VectorMappingBuilder(simpleName()).init(this);
  }

  @Override
  public boolean parsesArrayValue() {
    return true;
  }

  /** A malformed vector always fails its document, also if the index has ignore_malformed. */
  @Override
  protected Explicit<Boolean> ignoreMalformed() {
    return new Explicit<>(false, true);
  }

  @Override
  protected void doValidate(MappingLookup mappers) {
    String nested = mappers.getNestedScope(name());
    if (nested != null) {
      throw new IllegalArgumentException(
          "field ["
              + name()
              + "] of type ["
              + CONTENT_TYPE
              + "] can't be in the nested object ["
              + nested
              + "]: the id of a vector is the document's, and nested objects share that");
    }
  }

  @Override
  protected void parseCreateField(ParseContext context) throws IOException {
    if (context.parser().currentToken() == XContentParser.Token.VALUE_NULL) {
      return;
    }
    float[] vector = VectorParser.parse(context.parser(), name());
    fieldType().check(vector);
    if (context.doc().getField(name()) != null) {
      throw new IllegalArgumentException(
          "a document can have one vector in field [" + name() + "], but here is a second one");
    }
    if (OmdbSettings.restoresVectors(context.indexSettings().getSettings())) {
      StoredSource.removeVector(context, name());
    }
    String id = context.sourceToParse().id();
    context.doc().add(new OmdbVectorField(name(), id, vector, fieldType().similarity().function()));
  }

  /**
   * Does not throw, which means that {@code index.derived_source.enabled} is supported: vectors are
   * read from the segment.
   */
  @Override
  public void canDeriveSource() {}

  @Override
  public void deriveSource(XContentBuilder builder, LeafReader reader, int doc) throws IOException {
    float[] vector = new StoredVectors(reader, name()).get(doc);
    if (vector != null) {
      builder.array(simpleName(), vector);
    }
  }
}
