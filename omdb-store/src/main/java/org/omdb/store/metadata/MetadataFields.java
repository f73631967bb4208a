// SPDX-License-Identifier: Apache-2.0
package org.omdb.store.metadata;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.lucene.document.BinaryPoint;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NumericUtils;

/**
 * The Lucene fields of metadata. One stored field has all of it, to be given back as it was. For
 * filters, each value is indexed in a field of its key and kind, since Lucene fixes the schema of a
 * field, and a key may have values of several kinds:
 *
 * <ul>
 *   <li>{@code s.<key>}: strings and UUIDs, as terms
 *   <li>{@code b.<key>}: booleans, as terms
 *   <li>{@code l.<key>}: integers, as points of 8 bytes
 *   <li>{@code d.<key>}: floating-point numbers, as points of 8 bytes; no NaN, and no -0
 *   <li>{@code t.<key>}: instants, as points of 12 bytes: seconds and nanoseconds.
 * </ul>
 */
public final class MetadataFields {

  /** All metadata of the document, as {@link MetadataBytes}. */
  public static final String STORED = "metadata";

  /** The keys that the document has. */
  static final String KEYS = "keys";

  /** Those of them whose value is a list. */
  static final String LISTS = "lists";

  /** Those of them that have a string which is too long for a term. */
  static final String LONG_STRINGS = "long-strings";

  private MetadataFields() {}

  /**
   * Adds metadata to a document.
   *
   * @param document gets fields
   * @param metadata checked by {@link MetadataTypes}
   */
  public static void add(Document document, Map<String, Object> metadata) {
    if (metadata.isEmpty()) {
      return;
    }
    document.add(new StoredField(STORED, MetadataBytes.encode(metadata)));
    metadata.forEach(
        (key, value) -> {
          document.add(keyword(KEYS, new BytesRef(key)));
          if (value instanceof List<?> members) {
            document.add(keyword(LISTS, new BytesRef(key)));
            members.forEach(member -> addScalar(document, key, member));
          } else {
            addScalar(document, key, value);
          }
        });
  }

  private static void addScalar(Document document, String key, Object value) {
    if (value instanceof String || value instanceof UUID) {
      BytesRef term = new BytesRef(value.toString());
      document.add(
          isTooLong(term) ? keyword(LONG_STRINGS, new BytesRef(key)) : keyword(strings(key), term));
    } else if (value instanceof Boolean) {
      document.add(keyword(booleans(key), new BytesRef(value.toString())));
    } else if (value instanceof Long || value instanceof Integer) {
      document.add(new LongPoint(longs(key), ((Number) value).longValue()));
    } else if (value instanceof Float || value instanceof Double) {
      double number = toDouble((Number) value);
      if (Double.isNaN(number) == false) {
        document.add(new DoublePoint(doubles(key), number));
      }
    } else {
      document.add(new BinaryPoint(instants(key), toBytes((Instant) value)));
    }
  }

  private static Field keyword(String field, BytesRef term) {
    return new StringField(field, term, Field.Store.NO);
  }

  /**
   * Reads metadata that {@link #add} stored.
   *
   * @param stored the value of the field {@link #STORED}, null if the document has none
   * @return the metadata, unmodifiable
   * @throws IOException if it is damaged
   */
  public static Map<String, Object> read(BytesRef stored) throws IOException {
    return stored == null ? Map.of() : MetadataBytes.decode(stored);
  }

  static boolean isTooLong(BytesRef term) {
    return term.length > IndexWriter.MAX_TERM_LENGTH;
  }

  /** A float as the decimal that it is printed as; -0 as 0, which Lucene would order before it. */
  static double toDouble(Number number) {
    double value =
        number instanceof Float ? Double.parseDouble(number.toString()) : number.doubleValue();
    return value + 0.0;
  }

  static byte[] toBytes(Instant instant) {
    byte[] bytes = new byte[Long.BYTES + Integer.BYTES];
    NumericUtils.longToSortableBytes(instant.getEpochSecond(), bytes, 0);
    NumericUtils.intToSortableBytes(instant.getNano(), bytes, Long.BYTES);
    return bytes;
  }

  static String strings(String key) {
    return "s." + key;
  }

  static String booleans(String key) {
    return "b." + key;
  }

  static String longs(String key) {
    return "l." + key;
  }

  static String doubles(String key) {
    return "d." + key;
  }

  static String instants(String key) {
    return "t." + key;
  }
}
