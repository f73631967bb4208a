// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.source;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.util.BytesRef;
import org.opensearch.core.common.bytes.BytesArray;
import org.opensearch.core.common.bytes.BytesReference;
import org.opensearch.index.mapper.ParseContext;
import org.opensearch.index.mapper.SourceFieldMapper;

/**
 * Removes vectors from the {@code _source} of a document before it is stored.
 *
 * <p>Recoveries still need the whole source. The translog has it, and so has the field {@code
 * _recovery_source}, which recoveries read instead of {@code _source}. Merges drop that field as
 * soon as no recovery can need it. OpenSearch does the same if a mapping filters {@code _source}.
 */
public final class StoredSource {

  private StoredSource() {}

  /**
   * Removes a vector from the source of the document that is being parsed, before it is added to
   * the document. The first vector of a nested object removes those of all. Does nothing if the
   * mapping has disabled {@code _source}, and keeps vectors of nested objects if the mapping
   * filters it: objects that it lacks can't be counted when vectors are put back.
   *
   * @param context of the document
   * @param field name of the vector field
   * @throws IOException if the source can't be read
   */
  public static void removeVector(ParseContext context, String field) throws IOException {
    String nested = context.docMapper().mappers().getNestedScope(field);
    if (nested != null && (isFiltered(context) || hasAny(context, field))) {
      return;
    }
    List<IndexableField> fields = context.rootDoc().getFields();
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(SourceFieldMapper.NAME)) {
        BytesRef stored = fields.get(i).binaryValue();
        BytesReference without =
            SourceWithoutVector.copy(
                new BytesArray(stored), context.sourceToParse().getMediaType(), field, nested);
        if (without != null) {
          BytesRef bytes = without.toBytesRef();
          fields.set(
              i, new StoredField(SourceFieldMapper.NAME, bytes.bytes, bytes.offset, bytes.length));
          keepForRecovery(context);
        }
        return;
      }
    }
  }

  private static boolean isFiltered(ParseContext context) {
    return context.docMapper().metadataMapper(SourceFieldMapper.class).isComplete() == false;
  }

  private static boolean hasAny(ParseContext context, String field) {
    for (ParseContext.Document document : context.nonRootDocuments()) {
      if (document.getField(field) != null) {
        return true;
      }
    }
    return false;
  }

  private static void keepForRecovery(ParseContext context) {
    String name = SourceFieldMapper.RECOVERY_SOURCE_NAME;
    if (context.rootDoc().getField(name) == null) {
      BytesRef whole = context.sourceToParse().source().toBytesRef();
      context.rootDoc().add(new StoredField(name, whole.bytes, whole.offset, whole.length));
      context.rootDoc().add(new NumericDocValuesField(name, 1));
    }
  }
}
