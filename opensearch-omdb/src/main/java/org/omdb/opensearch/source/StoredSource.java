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
 * The source that a document is about to be stored with.
 *
 * <p>What is taken out of it stays in the translog, which has the whole source, and in {@code
 * _recovery_source}, which recoveries read instead of {@code _source} and which merges drop as soon
 * as no recovery can need it. OpenSearch does the same for a {@code _source} that its mapping
 * filters.
 */
public final class StoredSource {

  private StoredSource() {}

  /**
   * Takes a vector out of the source of the document that is being parsed.
   *
   * @param context of the document
   * @param field name of the vector field
   * @throws IOException if the source can't be read
   */
  public static void removeVector(ParseContext context, String field) throws IOException {
    List<IndexableField> fields = context.rootDoc().getFields();
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(SourceFieldMapper.NAME)) {
        BytesRef stored = fields.get(i).binaryValue();
        BytesReference without =
            SourceWithoutVector.copy(
                new BytesArray(stored), context.sourceToParse().getMediaType(), field);
        if (without != null) {
          BytesRef bytes = without.toBytesRef();
          fields.set(
              i, new StoredField(SourceFieldMapper.NAME, bytes.bytes, bytes.offset, bytes.length));
          keepForRecovery(context);
        }
        return;
      }
    }
    // The mapping says that no source is stored.
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
