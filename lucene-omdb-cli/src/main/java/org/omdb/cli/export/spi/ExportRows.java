// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.export.spi;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.omdb.cli.columns.ColumnReader;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.index.VectorField;
import org.omdb.lucene.OmdbVectorIds;

/**
 * The live vectors of a field with their ids and stored columns, in the order of documents or of
 * ids. They can be gone through several times. For one thread.
 */
public final class ExportRows implements Closeable {

  private final VectorField field;
  private final ColumnReader columns;
  private final KnnVectorValues[] values;
  private final SortedPlaces sorted;
  private final int vectors;
  private final int ids;
  private LongConsumer progress = rows -> {};

  /** Takes one row after the other. */
  @FunctionalInterface
  public interface RowConsumer {

    /**
     * Takes a row.
     *
     * @param row valid during this call
     * @throws IOException if writing fails
     * @throws CommandFailure if the format can't hold the row
     */
    void accept(Row row) throws IOException, CommandFailure;
  }

  /** Takes the place of one vector after the other. */
  @FunctionalInterface
  interface PlaceConsumer {
    void accept(VectorField.Place place) throws IOException, CommandFailure;
  }

  /** One vector. What is not asked for is not read. */
  public final class Row {

    private VectorField.Place place;

    private Row() {}

    /**
     * The id.
     *
     * @return null if there is none
     * @throws IOException if reading fails
     */
    public String id() throws IOException {
      BytesRef id = new BytesRef();
      return readId(place, id) ? id.utf8ToString() : null;
    }

    /**
     * The components. Byte vectors are widened.
     *
     * @return valid until the next row
     * @throws IOException if reading fails
     */
    public float[] vector() throws IOException {
      KnnVectorValues of = values(place.leaf());
      if (of instanceof FloatVectorValues values) {
        return values.vectorValue(place.ordinal());
      }
      byte[] bytes = ((ByteVectorValues) of).vectorValue(place.ordinal());
      float[] floats = new float[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        floats[i] = bytes[i];
      }
      return floats;
    }

    /**
     * The stored columns.
     *
     * @return as of {@link ColumnReader#read(int)}
     * @throws IOException if reading fails
     */
    public Map<String, Object> columns() throws IOException {
      int doc = values(place.leaf()).ordToDoc(place.ordinal());
      return columns.read(field.reader().leaves().get(place.leaf()).docBase + doc);
    }
  }

  /**
   * Counts the rows, and sorts them if they have to be.
   *
   * @param field stays the caller's
   * @param sortIds whether rows come in the order of their ids, and those without any at the end
   * @throws IOException if reading fails
   * @throws CommandFailure never
   */
  public ExportRows(VectorField field, boolean sortIds) throws IOException, CommandFailure {
    this.field = field;
    this.columns = new ColumnReader(field.reader(), field.info().name);
    this.values = new KnnVectorValues[field.reader().leaves().size()];
    int[] counts = new int[2];
    SortedPlaces places = sortIds ? new SortedPlaces() : null;
    try {
      BytesRef id = new BytesRef();
      inDocumentOrder(
          place -> {
            counts[0]++;
            boolean hasId = readId(place, id);
            counts[1] += hasId ? 1 : 0;
            if (hasId && places != null) {
              places.add(id, place);
            }
          });
      if (places != null) {
        places.sort();
      }
    } catch (Throwable t) {
      if (places != null) {
        places.close();
      }
      throw t;
    }
    this.sorted = places;
    this.vectors = counts[0];
    this.ids = counts[1];
  }

  /** The vectors of a segment; opened once, because each has a position in the file. */
  private KnnVectorValues values(int leaf) throws IOException {
    if (values[leaf] == null) {
      values[leaf] = field.ids(field.reader().leaves().get(leaf)).vectors();
    }
    return values[leaf];
  }

  private boolean readId(VectorField.Place place, BytesRef id) throws IOException {
    OmdbVectorIds of = field.ids(field.reader().leaves().get(place.leaf()));
    return of.ordinalToId(place.ordinal(), id);
  }

  private void inDocumentOrder(PlaceConsumer consumer) throws IOException, CommandFailure {
    for (LeafReaderContext leaf : field.reader().leaves()) {
      OmdbVectorIds of = field.ids(leaf);
      if (of.size() == 0) {
        continue;
      }
      KnnVectorValues ofLeaf = values(leaf.ord);
      Bits live = leaf.reader().getLiveDocs();
      for (int ordinal = 0; ordinal < of.size(); ordinal++) {
        if (live == null || live.get(ofLeaf.ordToDoc(ordinal))) {
          consumer.accept(new VectorField.Place(leaf.ord, ordinal));
        }
      }
    }
  }

  /** {@return the number of rows} */
  public int vectors() {
    return vectors;
  }

  /** {@return how many rows have an id} */
  public int ids() {
    return ids;
  }

  /** {@return components per vector} */
  public int dimension() {
    return field.info().getVectorDimension();
  }

  /**
   * Fields that documents have besides the vector, and that may be stored: Lucene does not tell.
   *
   * @return their names, in alphabetical order
   */
  public List<String> otherFields() {
    return columns.names().stream()
        .filter(name -> name.equals(field.madeUpField()) == false)
        .toList();
  }

  /** {@return what they are of} */
  public VectorField field() {
    return field;
  }

  /** {@return whether they come in the order of their ids} */
  public boolean isSorted() {
    return sorted != null;
  }

  /**
   * Reports progress.
   *
   * @param progress is told from time to time how many rows a pass has taken
   */
  public void onProgress(LongConsumer progress) {
    this.progress = progress;
  }

  /**
   * Goes through all rows.
   *
   * @param consumer takes them
   * @throws IOException if reading fails, or the consumer
   * @throws CommandFailure if the consumer fails
   */
  public void forEach(RowConsumer consumer) throws IOException, CommandFailure {
    Row row = new Row();
    long[] count = new long[1];
    PlaceConsumer each =
        place -> {
          row.place = place;
          consumer.accept(row);
          if ((++count[0] & 1023) == 0) {
            progress.accept(count[0]);
          }
        };
    if (sorted == null) {
      inDocumentOrder(each);
      return;
    }
    sorted.forEach(each);
    if (ids < vectors) {
      BytesRef id = new BytesRef();
      inDocumentOrder(
          place -> {
            if (readId(place, id) == false) {
              each.accept(place);
            }
          });
    }
  }

  @Override
  public void close() throws IOException {
    if (sorted != null) {
      sorted.close();
    }
  }
}
