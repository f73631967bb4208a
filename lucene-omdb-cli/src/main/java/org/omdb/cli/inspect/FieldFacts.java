// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.inspect;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.codecs.hnsw.HnswGraphProvider;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.omdb.cli.console.Printable;
import org.omdb.cli.console.Table;
import org.omdb.lucene.SearchMemory;
import org.omdb.lucene.format.FieldSearchFacts;
import org.omdb.lucene.format.OmdbHnswVectorsReader;
import org.omdb.lucene.ids.IdProvenance;
import org.omdb.lucene.ids.VectorIdsProvider;

/**
 * What {@code omdb inspect} shows of a vector field in a segment.
 *
 * @param format its name in the index
 * @param isOmdb whether that is an OMDB format
 * @param deleted number of vectors whose document is deleted
 * @param ids number of vectors that have an id; 0 in other formats
 * @param idField the fields that the ids come from; null if there are none
 * @param maxConn the graph's M, 0 without a graph
 * @param nodesByLevel number of nodes on each level of the graph, from the lowest level up; empty
 *     without a graph
 * @param search how it is searched; null if the segment does not say
 * @param memory bytes by kind; 0 in other formats
 */
record FieldFacts(
    String name,
    String format,
    boolean isOmdb,
    int dimension,
    String encoding,
    String similarity,
    int vectors,
    int deleted,
    int ids,
    String idField,
    int maxConn,
    List<Integer> nodesByLevel,
    FieldSearchFacts search,
    SearchMemory memory) {

  static FieldFacts of(OpenSegment segment, FieldInfo field) throws IOException {
    VectorIdsProvider provider = segment.ids(field);
    KnnVectorValues values = segment.values(field);
    List<Integer> nodesByLevel = new ArrayList<>();
    int maxConn = 0;
    if (segment.vectors(field) instanceof HnswGraphProvider graphs) {
      HnswGraph graph = graphs.getGraph(field.name);
      if (graph != null && graph.size() > 0) {
        maxConn = graph.maxConn();
        for (int level = 0; level < graph.numLevels(); level++) {
          nodesByLevel.add(graph.getNodesOnLevel(level).size());
        }
      }
    }
    return new FieldFacts(
        field.name,
        OpenSegment.format(field),
        provider != null,
        field.getVectorDimension(),
        field.getVectorEncoding().name().toLowerCase(Locale.ROOT),
        field.getVectorSimilarityFunction().name().toLowerCase(Locale.ROOT),
        values == null ? 0 : values.size(),
        values == null ? 0 : deleted(values, segment.liveDocuments()),
        provider == null ? 0 : provider.getVectorIds(field.name).idCount(),
        idFields(field),
        maxConn,
        nodesByLevel,
        segment.vectors(field) instanceof OmdbHnswVectorsReader reader
            ? reader.searchFacts(field.name)
            : null,
        SearchMemory.of(segment.vectors(field), field));
  }

  private static String idFields(FieldInfo field) {
    if (IdProvenance.hasOwnIds(field)) {
      return field.name;
    }
    Set<String> names = IdProvenance.of(field).idFields();
    return names.isEmpty() ? null : String.join(", ", names);
  }

  private static int deleted(KnnVectorValues values, Bits live) throws IOException {
    int deleted = 0;
    if (live != null) {
      DocIdSetIterator documents = values.iterator();
      for (int doc = documents.nextDoc();
          doc != DocIdSetIterator.NO_MORE_DOCS;
          doc = documents.nextDoc()) {
        deleted += live.get(doc) ? 0 : 1;
      }
    }
    return deleted;
  }

  static Table heading() {
    return new Table("llrllrrrll")
        .heading(
            "field",
            "format",
            "dimension",
            "encoding",
            "similarity",
            "vectors",
            "deleted",
            "ids",
            "id field",
            "graph: nodes per level");
  }

  void addTo(Table table) {
    table.data(
        name,
        format,
        Words.count(dimension),
        encoding,
        similarity,
        Words.count(vectors),
        Words.count(deleted),
        isOmdb ? Words.count(ids) : "-",
        idField == null ? "-" : idField,
        nodesByLevel.isEmpty()
            ? "none"
            : nodesByLevel.stream().map(n -> Words.count(n)).collect(Collectors.joining(" / "))
                + ", M "
                + maxConn);
  }

  boolean hasSearch() {
    return search != null;
  }

  /** Says in one line how it is searched. Call only if {@link #hasSearch}. */
  String searchLine() {
    StringBuilder line = new StringBuilder(Printable.of(name)).append(": compared by ");
    line.append(search.comparedBy());
    if (search.candidates() > 0) {
      line.append("; candidates for ten hits: ")
          .append(Words.count(search.candidates()))
          .append(" by 3 bits");
    }
    if (search.binaryCandidates() > 0) {
      line.append(search.candidates() > 0 ? ", " : "; candidates for ten hits: ")
          .append(Words.count(search.binaryCandidates()))
          .append(" by 1 bit");
    }
    if (search.candidates() > 0) {
      line.append("; alarms: ").append(search.alarms()).append(" %");
    }
    if (search.efConstruction() == 0) {
      return line.append("; no graph").toString();
    }
    line.append("; graph: efConstruction ").append(search.efConstruction());
    return line.append(search.isDraft() ? ", a draft" : "").toString();
  }

  boolean hasMemory() {
    return memory.hot() > 0;
  }

  /** Says in one line what should be in memory. Call only if {@link #hasMemory}. */
  String memoryLine() {
    List<String> hot = new ArrayList<>();
    addBytes(hot, "codes", memory.codes());
    addBytes(hot, "links", memory.links());
    String line = Printable.of(name) + ": each search reads from ";
    if (memory.codes() == 0) {
      addBytes(hot, "rows", memory.rows());
      return line + String.join(" and ", hot) + " all over";
    }
    List<String> cold = new ArrayList<>();
    addBytes(cold, "rows", memory.rows());
    return line + String.join(" and ", hot) + " all over, and a few of the " + cold.get(0);
  }

  private static void addBytes(List<String> parts, String kind, long bytes) {
    if (bytes > 0) {
      parts.add(kind + " (" + Words.counted(bytes, "byte") + ")");
    }
  }

  private Map<String, Object> memoryToJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rows", memory.rows());
    json.put("codes", memory.codes());
    json.put("links", memory.links());
    json.put("ids", memory.ids());
    return json;
  }

  private Map<String, Object> searchToJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    boolean isMeasured = search.candidates() > 0;
    json.put("compared_by", search.comparedBy());
    json.put("by_codes", search.isByCodes());
    json.put("candidates_3_bits", isMeasured ? search.candidates() : null);
    json.put("candidates_1_bit", search.binaryCandidates() > 0 ? search.binaryCandidates() : null);
    json.put("alarms_percent", isMeasured ? search.alarms() : null);
    json.put("graph_ef_construction", search.efConstruction() > 0 ? search.efConstruction() : null);
    json.put("graph_is_draft", search.isDraft());
    return json;
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("format", format);
    json.put("omdb", isOmdb);
    json.put("dimension", dimension);
    json.put("encoding", encoding);
    json.put("similarity", similarity);
    json.put("vectors", vectors);
    json.put("deleted_vectors", deleted);
    json.put("ids", isOmdb ? ids : null);
    json.put("id_field", idField);
    json.put("graph_m", nodesByLevel.isEmpty() ? null : maxConn);
    json.put("graph_nodes_per_level", nodesByLevel);
    json.put("search", search == null ? null : searchToJson());
    json.put("bytes", isOmdb ? memoryToJson() : null);
    return json;
  }
}
