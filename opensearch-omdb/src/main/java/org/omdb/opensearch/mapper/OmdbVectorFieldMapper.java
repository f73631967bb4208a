// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.mapper;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.LeafReader;
import org.omdb.lucene.OmdbVectorField;
import org.omdb.lucene.format.HnswParameters;
import org.omdb.opensearch.index.OmdbSettings;
import org.omdb.opensearch.source.StoredSource;
import org.omdb.opensearch.vector.StoredVectors;
import org.omdb.opensearch.vector.VectorParser;
import org.omdb.opensearch.vector.VectorSimilarity;
import org.opensearch.common.Explicit;
import org.opensearch.common.xcontent.support.XContentMapValues;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.index.mapper.FieldMapper;
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
 * from then on. {@code dimension} and {@code similarity} can't change, because Lucene fixes both
 * with the first vector of a field.
 */
public final class OmdbVectorFieldMapper extends ParametrizedFieldMapper {

  /** The name of the type. */
  public static final String CONTENT_TYPE = "omdb_vector";

  /** Makes mappers from mappings. */
  public static final Mapper.TypeParser PARSER = OmdbVectorFieldMapper::parseMapping;

  private OmdbVectorFieldMapper(String simpleName, OmdbVectorFieldType fieldType) {
    super(simpleName, fieldType, MultiFields.empty(), CopyTo.empty());
  }

  private static Mapper.Builder<?> parseMapping(
      String name, Map<String, Object> node, Mapper.TypeParser.ParserContext context) {
    OmdbSettings.checkHolds(context.getSettings(), name, CONTENT_TYPE);
    if (context.isWithinMultiField()) {
      throw new MapperParsingException(
          "[" + CONTENT_TYPE + "] can't be a multi-field, as [" + name + "] would be");
    }
    for (String parameter : List.of("fields", "copy_to")) {
      if (node.containsKey(parameter)) {
        throw new MapperParsingException(
            "field ["
                + name
                + "] of type ["
                + CONTENT_TYPE
                + "] can't have ["
                + parameter
                + "]: no other mapping type can hold a vector");
      }
    }
    Builder builder = new Builder(name);
    builder.parse(name, context, node);
    return builder;
  }

  @Override
  public OmdbVectorFieldType fieldType() {
    return (OmdbVectorFieldType) super.fieldType();
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

  /** The parameters of a mapping. */
  private static final class Builder extends ParametrizedFieldMapper.Builder {

    private final Parameter<Integer> dimension =
        new Parameter<>(
                "dimension",
                false,
                () -> null,
                (name, context, value) -> XContentMapValues.nodeIntegerValue(value),
                mapper -> type(mapper).dimension())
            .setValidator(Builder::checkDimension);

    private final Parameter<VectorSimilarity> similarity =
        new Parameter<>(
                "similarity",
                false,
                () -> VectorSimilarity.L2,
                (name, context, value) -> VectorSimilarity.of(value.toString()),
                mapper -> type(mapper).similarity())
            .setSerializer(
                (builder, name, value) -> builder.field(name, value.toString()),
                VectorSimilarity::toString);

    private final Parameter<Integer> m =
        new Parameter<>(
                "m",
                true,
                () -> HnswParameters.DEFAULT.maxConn(),
                (name, context, value) -> XContentMapValues.nodeIntegerValue(value),
                mapper -> type(mapper).hnsw().maxConn())
            .setValidator(
                value -> checkRange("m", value, Lucene99HnswVectorsFormat.MAXIMUM_MAX_CONN));

    private final Parameter<Integer> efConstruction =
        new Parameter<>(
                "ef_construction",
                true,
                () -> HnswParameters.DEFAULT.beamWidth(),
                (name, context, value) -> XContentMapValues.nodeIntegerValue(value),
                mapper -> type(mapper).hnsw().beamWidth())
            .setValidator(
                value ->
                    checkRange(
                        "ef_construction", value, Lucene99HnswVectorsFormat.MAXIMUM_BEAM_WIDTH));

    private final Parameter<Map<String, String>> meta = Parameter.metaParam();

    Builder(String name) {
      super(name);
    }

    private static OmdbVectorFieldType type(FieldMapper mapper) {
      return ((OmdbVectorFieldMapper) mapper).fieldType();
    }

    private static void checkDimension(Integer value) {
      if (value == null) {
        throw new IllegalArgumentException(
            "[dimension] is missing: a field of type ["
                + CONTENT_TYPE
                + "] needs the number of components of its vectors");
      }
      checkRange("dimension", value, VectorParser.MAX_DIMENSION);
    }

    private static void checkRange(String parameter, int value, int max) {
      if (value < 1 || value > max) {
        throw new IllegalArgumentException(
            "[" + parameter + "] must be 1 to " + max + ", got " + value);
      }
    }

    @Override
    protected List<Parameter<?>> getParameters() {
      return List.of(dimension, similarity, m, efConstruction, meta);
    }

    @Override
    public OmdbVectorFieldMapper build(BuilderContext context) {
      HnswParameters hnsw =
          new HnswParameters(
              m.getValue(), efConstruction.getValue(), HnswParameters.DEFAULT.mergeWorkers());
      return new OmdbVectorFieldMapper(
          name,
          new OmdbVectorFieldType(
              buildFullName(context),
              dimension.getValue(),
              similarity.getValue(),
              hnsw,
              meta.getValue()));
    }
  }
}
