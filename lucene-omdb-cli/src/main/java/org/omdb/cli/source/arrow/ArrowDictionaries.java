// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.arrow;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.DictionaryBatch;

/** The dictionaries that are in memory, by their number. For one thread. */
final class ArrowDictionaries {

  /**
   * @param bytes that the values take in batches
   */
  private record Dictionary(List<Object> values, long bytes) {}

  private final List<ArrowField> fields;
  private final ArrowLimits limits;
  private final Map<Long, Dictionary> all = new HashMap<>();

  /**
   * @param fields of the schema
   */
  ArrowDictionaries(List<ArrowField> fields, ArrowLimits limits) {
    this.fields = fields;
    this.limits = limits;
  }

  /** The values of a dictionary. */
  List<Object> get(long number) throws IOException {
    Dictionary dictionary = all.get(number);
    if (dictionary == null) {
      throw new IOException("dictionary " + number + ", which is not there");
    }
    return dictionary.values();
  }

  /**
   * Reads a dictionary, which replaces the one of its number; or more values of that, if it is a
   * delta.
   */
  void read(DictionaryBatch facts, ArrowBatch batch) throws IOException {
    ArrowField field = field(fields, facts.id());
    if (field == null || ArrowValues.areReadable(field) == false) {
      return; // nobody needs it
    }
    Dictionary before = all.remove(facts.id());
    if (facts.isDelta() && before == null) {
      throw new IOException("more of a dictionary that is not there");
    }
    List<Object> values = facts.isDelta() ? before.values() : new ArrayList<>();
    ArrowField plain = new ArrowField(field.name(), field.type(), field.children(), null, -1);
    ArrowValue of = ArrowValues.of(plain, batch);
    long bytes = batch.bytes() + (facts.isDelta() ? before.bytes() : 0);
    checkSize(values.size() + Math.clamp(batch.rows(), 0, Integer.MAX_VALUE), bytes);
    if ((batch.rows() - 1) / Byte.SIZE > batch.bytes()) {
      // A stream could replace dictionaries of these for hours.
      throw new IOException("a dictionary of " + batch.rows() + " values in " + bytes + " bytes");
    }
    batch.startValues();
    for (long i = 0; i < batch.rows(); i++) {
      values.add(of.next());
    }
    all.put(facts.id(), new Dictionary(values, bytes));
  }

  /** Fails if there are too many values with those of a dictionary that is not among all. */
  private void checkSize(long ofValues, long ofBytes) throws IOException {
    long values = ofValues;
    long bytes = ofBytes;
    for (Dictionary dictionary : all.values()) {
      values += dictionary.values().size();
      bytes += dictionary.bytes();
    }
    if (values > limits.dictionaryValues() || bytes > limits.dictionaryBytes()) {
      throw new IOException("dictionaries of " + values + " values in " + bytes + " bytes");
    }
  }

  /** The field whose values are in a dictionary; null if there is none. */
  private static ArrowField field(List<ArrowField> among, long dictionary) {
    for (ArrowField field : among) {
      ArrowField found =
          field.indexType() != null && field.dictionary() == dictionary
              ? field
              : field(field.children(), dictionary);
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
