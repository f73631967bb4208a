// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.knnapi;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.omdb.opensearch.vector.DataType;
import org.omdb.opensearch.vector.VectorParser;
import org.opensearch.common.xcontent.support.XContentMapValues;
import org.opensearch.index.mapper.Mapper;
import org.opensearch.index.mapper.ParametrizedFieldMapper;
import org.opensearch.index.mapper.ParametrizedFieldMapper.Parameter;

/** Makes a mapper of the parameters of a mapping. For one mapping. */
final class KnnMappingBuilder extends ParametrizedFieldMapper.Builder {

  private static final int MAX_EF = 10_000;

  private final Parameter<Integer> dimension =
      parameter("dimension", XContentMapValues::nodeIntegerValue, KnnMapping::dimension)
          .setValidator(KnnMappingBuilder::checkDimension);

  private final Parameter<DataType> dataType =
      parameter(
              "data_type",
              value -> DataType.of(value.toString().toLowerCase(Locale.ROOT)),
              KnnMapping::dataType)
          .setMergeValueNormalizer(KnnMappingBuilder::dataTypeOrDefault);

  private final Parameter<SpaceType> spaceType =
      parameter("space_type", value -> SpaceType.of(value.toString()), KnnMapping::spaceType);

  private final Parameter<String> mode =
      parameter("mode", oneOf("mode", "in_memory", "on_disk"), KnnMapping::mode);

  private final Parameter<String> compressionLevel =
      parameter(
          "compression_level",
          oneOf("compression_level", "1x", "2x", "4x", "8x", "16x", "32x"),
          KnnMapping::compressionLevel);

  private final Parameter<KnnMethod> method =
      parameter("method", KnnMethod::parse, KnnMapping::method)
          .setMergeValueNormalizer(
              (present, next) -> next == null ? present : next.withSpaceOf(present))
          .setValidator(KnnMappingBuilder::checkMethod);

  private final Parameter<Map<String, String>> meta = Parameter.metaParam();

  KnnMappingBuilder(String name) {
    super(name);
  }

  /** A parameter that keeps its value if an update of the mapping does not give it. */
  private static <T> Parameter<T> parameter(
      String name, Function<Object, T> parse, Function<KnnMapping, T> get) {
    return new Parameter<T>(
            name,
            false,
            () -> null,
            (field, context, value) -> parse.apply(value),
            mapper -> get.apply(((KnnVectorFieldMapper) mapper).mapping()))
        .setMergeValueNormalizer((present, next) -> next == null ? present : next);
  }

  /** An update may say what the default is. */
  private static DataType dataTypeOrDefault(DataType present, DataType next) {
    return next == null || (present == null && next == DataType.FLOAT) ? present : next;
  }

  private static Function<Object, String> oneOf(String name, String... known) {
    List<String> values = List.of(known);
    return value -> {
      if (values.contains(value.toString()) == false) {
        throw new IllegalArgumentException(
            "[" + name + "] must be one of " + values + ", got [" + value + "]");
      }
      return value.toString();
    };
  }

  private static void checkDimension(Integer value) {
    if (value == null) {
      throw new IllegalArgumentException(
          "[dimension] is missing: a field of type ["
              + KnnVectorFieldMapper.CONTENT_TYPE
              + "] needs the number of components of its vectors");
    }
    checkRange("dimension", value, VectorParser.MAX_DIMENSION);
  }

  private static void checkMethod(KnnMethod method) {
    if (method != null) {
      checkRange("m", method.m(), Lucene99HnswVectorsFormat.MAXIMUM_MAX_CONN);
      checkRange(
          "ef_construction", method.efConstruction(), Lucene99HnswVectorsFormat.MAXIMUM_BEAM_WIDTH);
      checkRange("ef_search", method.efSearch(), MAX_EF);
    }
  }

  private static void checkRange(String parameter, Integer value, int max) {
    if (value != null && (value < 1 || value > max)) {
      throw new IllegalArgumentException(
          "[" + parameter + "] must be 1 to " + max + ", got " + value);
    }
  }

  @Override
  protected List<Parameter<?>> getParameters() {
    return List.of(dimension, dataType, spaceType, mode, compressionLevel, method, meta);
  }

  @Override
  public KnnVectorFieldMapper build(Mapper.BuilderContext context) {
    KnnMapping mapping =
        new KnnMapping(
            dimension.getValue(),
            dataType.getValue(),
            spaceType.getValue(),
            mode.getValue(),
            compressionLevel.getValue(),
            method.getValue());
    return new KnnVectorFieldMapper(
        name, new KnnVectorFieldType(buildFullName(context), mapping, meta.getValue()), mapping);
  }
}
