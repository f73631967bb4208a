// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.mapper;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.LeafReader;
import org.omdb.opensearch.index.OmdbSettings;
import org.omdb.opensearch.source.StoredSource;
import org.omdb.opensearch.vector.StoredVectors;
import org.omdb.opensearch.vector.VectorParser;
import org.opensearch.common.Explicit;
import org.opensearch.common.settings.Setting;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.index.mapper.Mapper;
import org.opensearch.index.mapper.MapperParsingException;
import org.opensearch.index.mapper.MappingLookup;
import org.opensearch.index.mapper.ObjectMapper;
import org.opensearch.index.mapper.ParametrizedFieldMapper;
import org.opensearch.index.mapper.ParseContext;

/**
 * A field with at most one vector per document, or per nested object. The id of the vector is that
 * of {@link VectorId}. Subclasses are mapping types; they differ in the names of their parameters.
 */
public abstract class VectorFieldMapper extends ParametrizedFieldMapper {

  /** Parameters that other mapping types have, and why vectors have not. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "fields", "no other mapping type can hold a vector",
          "copy_to", "no other mapping type can hold a vector",
          "index", "a vector is always indexed",
          "index_options", "a vector is always indexed",
          "store", "a vector is always stored, and [fields] of a search returns it",
          "doc_values", "a vector is always stored, and [docvalue_fields] of a search returns it",
          "boost", "a query has [boost]");

  /**
   * Makes a mapper.
   *
   * @param simpleName last part of the field's name
   * @param fieldType of the field
   */
  protected VectorFieldMapper(String simpleName, OmdbVectorFieldType fieldType) {
    super(simpleName, fieldType, MultiFields.empty(), CopyTo.empty());
  }

  /**
   * Refuses a mapping that no field with vectors can have.
   *
   * @param name of the field
   * @param type name of the mapping type
   * @param needed the setting that an index with the type needs
   * @param node the mapping of the field
   * @param context of the mapping
   * @throws MapperParsingException with the reason
   */
  protected static void checkMapping(
      String name,
      String type,
      Setting<Boolean> needed,
      Map<String, Object> node,
      Mapper.TypeParser.ParserContext context) {
    OmdbSettings.checkHolds(context.getSettings(), needed, name, type);
    if (context.isWithinMultiField()) {
      throw new MapperParsingException(
          "[" + type + "] can't be a multi-field, as [" + name + "] would be");
    }
    refuse(name, type, node, REFUSED);
  }

  /**
   * Refuses parameters of a mapping.
   *
   * @param name of the field
   * @param type name of the mapping type
   * @param node the mapping of the field
   * @param refused names of parameters, with the reasons
   * @throws MapperParsingException if the mapping has one of them
   */
  protected static void refuse(
      String name, String type, Map<String, Object> node, Map<String, String> refused) {
    for (String parameter : node.keySet()) {
      if (refused.containsKey(parameter)) {
        throw new MapperParsingException(
            "field ["
                + name
                + "] of type ["
                + type
                + "] can't have ["
                + parameter
                + "]: "
                + refused.get(parameter));
      }
    }
  }

  @Override
  public OmdbVectorFieldType fieldType() {
    return (OmdbVectorFieldType) super.fieldType();
  }

  @Override
  protected String contentType() {
    return fieldType().typeName();
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
    for (String nested = mappers.getNestedScope(name());
        nested != null;
        nested = mappers.getNestedScope(nested)) {
      ObjectMapper.Nested options = mappers.objectMappers().get(nested).nested();
      if (options.isIncludeInParent() || options.isIncludeInRoot()) {
        throw cannotBeIn(
            nested,
            "[include_in_parent] and [include_in_root] would give one document all vectors");
      }
    }
  }

  private IllegalArgumentException cannotBeIn(String nested, String why) {
    return new IllegalArgumentException(
        "field ["
            + name()
            + "] of type ["
            + contentType()
            + "] can't be in the nested object ["
            + nested
            + "]: "
            + why);
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
      if (context.isWithinCopyTo()) {
        throw new IllegalArgumentException(
            "field ["
                + name()
                + "] can't be the target of copy_to in an index whose vectors are left out of"
                + " _source: the vector that is put back would be a second one. Give it to the"
                + " field itself");
      }
      StoredSource.removeVector(context, name());
    }
    OmdbVectorFieldType type = fieldType();
    context
        .doc()
        .add(
            type.dataType()
                .field(name(), VectorId.of(context), vector, type.similarity().function()));
  }

  /**
   * Does not throw, which means that {@code index.derived_source.enabled} is supported: vectors are
   * read from the segment.
   */
  @Override
  public void canDeriveSource() {}

  @Override
  public void deriveSource(XContentBuilder builder, LeafReader reader, int doc) throws IOException {
    List<Number> vector = new StoredVectors(reader, name()).numbers(doc);
    if (vector != null) {
      builder.field(simpleName(), vector);
    }
  }
}
