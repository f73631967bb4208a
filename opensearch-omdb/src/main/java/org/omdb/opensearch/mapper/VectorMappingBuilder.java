// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.mapper;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.omdb.lucene.format.HnswParameters;
import org.omdb.opensearch.vector.DataType;
import org.omdb.opensearch.vector.VectorParser;
import org.omdb.opensearch.vector.VectorSimilarity;
import org.opensearch.common.xcontent.support.XContentMapValues;
import org.opensearch.index.mapper.FieldMapper;
import org.opensearch.index.mapper.Mapper;
import org.opensearch.index.mapper.ParametrizedFieldMapper;
import org.opensearch.index.mapper.ParametrizedFieldMapper.Parameter;

/** Makes a mapper of the parameters of a mapping. For one mapping. */
final class VectorMappingBuilder extends ParametrizedFieldMapper.Builder {

  private final Parameter<Integer> dimension =
      new Parameter<>(
              "dimension",
              false,
              () -> null,
              (name, context, value) -> XContentMapValues.nodeIntegerValue(value),
              mapper -> parameters(mapper).dimension())
          .setValidator(VectorMappingBuilder::checkDimension);

  private final Parameter<Given<DataType>> dataType =
      constant("data_type", DataType.FLOAT, DataType::of, VectorParameters::dataType);

  private final Parameter<Given<VectorSimilarity>> similarity =
      constant(
          "similarity", VectorSimilarity.L2, VectorSimilarity::of, VectorParameters::similarity);

  private final Parameter<Given<Integer>> m =
      number(
          "m",
          HnswParameters.DEFAULT.maxConn(),
          Lucene99HnswVectorsFormat.MAXIMUM_MAX_CONN,
          VectorParameters::m);

  private final Parameter<Given<Integer>> efConstruction =
      number(
          "ef_construction",
          HnswParameters.DEFAULT.beamWidth(),
          Lucene99HnswVectorsFormat.MAXIMUM_BEAM_WIDTH,
          VectorParameters::efConstruction);

  private final Parameter<Map<String, String>> meta = Parameter.metaParam();

  VectorMappingBuilder(String name) {
    super(name);
  }

  private static VectorParameters parameters(FieldMapper mapper) {
    return ((OmdbVectorFieldMapper) mapper).parameters();
  }

  private static Parameter<Given<Integer>> number(
      String name, int otherwise, int max, Function<VectorParameters, Given<Integer>> get) {
    return parameter(name, otherwise, XContentMapValues::nodeIntegerValue, get)
        .setValidator(value -> checkRange(name, value.value(), max));
  }

  /** A parameter that can't change. */
  private static <T> Parameter<Given<T>> constant(
      String name, T otherwise, Function<String, T> of, Function<VectorParameters, Given<T>> get) {
    return parameter(name, otherwise, value -> of.apply(value.toString()), get)
        .setMergeValidator((present, next) -> present.value().equals(next.value()));
  }

  /** A parameter that keeps its value if an update of the mapping does not give it. */
  private static <T> Parameter<Given<T>> parameter(
      String name,
      T otherwise,
      Function<Object, T> parse,
      Function<VectorParameters, Given<T>> get) {
    Given<T> notGiven = new Given<>(otherwise, false);
    return new Parameter<Given<T>>(
            name,
            true,
            () -> notGiven,
            (field, context, value) -> new Given<>(parse.apply(value), true),
            mapper -> get.apply(parameters(mapper)))
        .setMergeValueNormalizer((present, next) -> next.isGiven() ? next : present);
  }

  private static void checkDimension(Integer value) {
    if (value == null) {
      throw new IllegalArgumentException(
          "[dimension] is missing: a field of type ["
              + OmdbVectorFieldMapper.CONTENT_TYPE
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
    return List.of(dimension, dataType, similarity, m, efConstruction, meta);
  }

  @Override
  public OmdbVectorFieldMapper build(Mapper.BuilderContext context) {
    VectorParameters parameters =
        new VectorParameters(
            dimension.getValue(),
            dataType.getValue(),
            similarity.getValue(),
            m.getValue(),
            efConstruction.getValue());
    OmdbVectorFieldType type =
        new OmdbVectorFieldType(
            buildFullName(context),
            parameters.dimension(),
            parameters.dataType().value(),
            parameters.similarity().value(),
            parameters.hnsw(),
            meta.getValue());
    return new OmdbVectorFieldMapper(name, type, parameters);
  }
}
