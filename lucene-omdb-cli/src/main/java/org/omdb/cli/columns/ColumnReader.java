// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.columns;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.util.BytesRef;
import org.omdb.cli.console.Json;

/**
 * Reads the columns of documents: what {@link ColumnWriter} stored, with the types as they came in,
 * and stored fields that other programs wrote. For one thread.
 */
public final class ColumnReader {

  /** A line of a file may be one long string. */
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxStringLength(Integer.MAX_VALUE)
                      .maxNameLength(Integer.MAX_VALUE)
                      .build())
              .build());

  private final DirectoryReader reader;
  private final StoredFields fields;
  private final String jsonNamesField;

  /**
   * @param reader of the index; stays the caller's
   * @param vectorField whose import stored the columns
   * @throws IOException if reading fails
   */
  public ColumnReader(DirectoryReader reader, String vectorField) throws IOException {
    this.reader = reader;
    this.fields = reader.storedFields();
    this.jsonNamesField = OwnFields.jsonNames(vectorField);
  }

  /**
   * Names that columns of the index have, and perhaps names of fields that are not stored, which
   * Lucene does not tell apart.
   *
   * @return in alphabetical order
   */
  public SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>();
    for (FieldInfo info : FieldInfos.getMergedFieldInfos(reader)) {
      if (info.hasVectorValues() == false
          && info.name.equals(jsonNamesField) == false
          && IndexedColumns.isIndexField(info) == false) {
        names.add(info.name);
      }
    }
    return names;
  }

  /**
   * Whether rows may have something at a path.
   *
   * @param path of a column, or of what is in one
   * @return false if it can't be
   */
  public boolean mayHave(String path) {
    SortedSet<String> names = names();
    return names.contains(path) || ColumnPath.prefixes(path).stream().anyMatch(names::contains);
  }

  /**
   * All columns of a document.
   *
   * @param doc its number in the whole index
   * @return by name: {@code String}, {@code Long}, {@code Double}, {@code Boolean} or {@link Json};
   *     of other programs also other numbers, {@code byte[]}, and lists where a field has several
   *     values
   * @throws IOException if reading fails
   */
  public Map<String, Object> read(int doc) throws IOException {
    return values(fields.document(doc));
  }

  /**
   * Some columns of a document.
   *
   * @param doc its number in the whole index
   * @param names of columns, or paths to what is in them, such as {@code metadata.year}
   * @return those that the document has, in the order of the names, as {@link #read(int)} has them
   * @throws IOException if reading fails
   */
  public Map<String, Object> read(int doc, Collection<String> names) throws IOException {
    Set<String> wanted = new HashSet<>(names);
    wanted.add(jsonNamesField);
    names.forEach(name -> wanted.addAll(ColumnPath.prefixes(name)));
    Map<String, Object> found = values(fields.document(doc, wanted));
    Map<String, Object> ordered = new LinkedHashMap<>();
    for (String name : names) {
      Object value = ColumnPath.value(found, name);
      if (value != null) {
        ordered.put(name, value);
      }
    }
    return ordered;
  }

  private Map<String, Object> values(Document document) throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    for (IndexableField field : document) {
      if (field.name().equals(jsonNamesField) == false) {
        values.merge(field.name(), value(field), ColumnReader::list);
      }
    }
    String jsonNames = document.get(jsonNamesField);
    if (jsonNames != null) {
      for (String name : parse(jsonNames, String[].class)) {
        values.put(name, json(values.get(name)));
      }
    }
    return values;
  }

  private static Object value(IndexableField field) {
    if (field.numericValue() != null) {
      return field.numericValue();
    }
    BytesRef bytes = field.binaryValue();
    return bytes == null ? field.stringValue() : BytesRef.deepCopyOf(bytes).bytes;
  }

  private static Object list(Object first, Object next) {
    List<Object> list = new ArrayList<>();
    if (first instanceof List<?> several) {
      list.addAll(several);
    } else {
      list.add(first);
    }
    list.add(next);
    return list;
  }

  private static Object json(Object stored) throws IOException {
    if (stored == null) {
      return Json.NULL;
    }
    String text = stored.toString();
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    parse(text, Object.class); // else printing it would spoil the line that it is part of
    return new Json(text);
  }

  private static <T> T parse(String text, Class<T> type) throws IOException {
    try {
      return JSON.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new CorruptIndexException("found text that is not JSON", "column", e);
    }
  }
}
