// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.io.IOException;
import org.apache.lucene.index.FieldInfo;

/**
 * Opens views on the ids that documents have in fields of theirs: of a segment that can be read, or
 * of one that a merge is writing. A view of a field that is not there is {@link DocumentIds#NONE}.
 */
interface IdFieldSource {

  /** The ids that documents have as doc values under the vector field's own name. */
  DocumentIds own(FieldInfo vectorField) throws IOException;

  /** The ids that documents have as doc values of an id field. */
  DocumentIds docValues(String idField, FieldInfo vectorField) throws IOException;

  /** The ids that documents have as stored values of an id field. */
  DocumentIds stored(String idField) throws IOException;

  /** The ids that documents have as indexed terms of an id field. */
  DocumentIds terms(String idField) throws IOException;
}
