// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids.resolve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.util.BytesRef;

/**
 * Finds the ids of the vectors of a segment that is being flushed. Only doc values can be read
 * then, and there is no table yet: the id is the vector field's own, else that of the first id
 * field that has one for the document. {@link IdResolver} asks them in the same order. For one
 * thread.
 */
public final class FlushedIds {

  private record Place(FieldIds ids, IdOrigin origin) {}

  private final List<Place> places = new ArrayList<>();
  private IdOrigin origin;

  /**
   * Opens the doc values.
   *
   * @param fields opens them
   * @param vectorField whose ids are looked for
   * @param idFields the id fields of the codec
   * @throws IOException if reading fails
   */
  public FlushedIds(IdFields fields, FieldInfo vectorField, List<String> idFields)
      throws IOException {
    places.add(new Place(fields.own(vectorField), IdOrigin.OWN));
    for (String idField : idFields) {
      places.add(
          new Place(fields.docValues(idField, vectorField), new IdOrigin(idField, idFields)));
    }
  }

  /**
   * Finds the id of a document's vector.
   *
   * @param doc not less than in the call before
   * @return the id, valid until the next call; null if it has none
   * @throws IOException if reading fails
   */
  public BytesRef id(int doc) throws IOException {
    for (Place place : places) {
      BytesRef id = place.ids.id(doc);
      if (id != null) {
        origin = place.origin;
        return id;
      }
    }
    return null;
  }

  /**
   * Where the id was found that {@link #id} just returned.
   *
   * @return its origin
   */
  public IdOrigin origin() {
    return origin;
  }
}
