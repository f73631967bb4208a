// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.inspect;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.omdb.cli.console.Table;
import org.omdb.cli.folder.IndexDirectory;
import picocli.CommandLine.Help.Ansi;

/**
 * What {@code omdb inspect} shows of the last commit of an index.
 *
 * @param commit name of its file
 */
record IndexFacts(
    Path path, String commit, long commitBytes, List<SegmentFacts> segments, Leftovers leftovers) {

  /** A segment. */
  record SegmentFacts(
      String name,
      int documents,
      int deleted,
      boolean compound,
      String codec,
      String luceneVersion,
      Map<String, Long> bytesByExtension,
      List<FieldFacts> fields) {

    long bytes() {
      return sum(bytesByExtension);
    }
  }

  static IndexFacts of(Path path) throws IOException {
    try (Directory directory = IndexDirectory.open(path, IndexDirectory.Reads.PARTS)) {
      SegmentInfos infos = SegmentInfos.readLatestCommit(directory);
      List<SegmentFacts> segments = new ArrayList<>();
      for (SegmentCommitInfo commit : infos) {
        try (OpenSegment segment = OpenSegment.open(commit, directory)) {
          segments.add(of(segment));
        }
      }
      String name = infos.getSegmentsFileName();
      return new IndexFacts(path, name, directory.fileLength(name), segments, Leftovers.of(path));
    }
  }

  private static SegmentFacts of(OpenSegment segment) throws IOException {
    List<FieldFacts> fields = new ArrayList<>();
    for (FieldInfo field : segment.vectorFields()) {
      fields.add(FieldFacts.of(segment, field));
    }
    return new SegmentFacts(
        segment.info().name,
        segment.info().maxDoc(),
        segment.deletedDocuments(),
        segment.info().getUseCompoundFile(),
        segment.info().getCodec().getName(),
        String.valueOf(segment.info().getVersion()),
        segment.bytesByExtension(),
        fields);
  }

  private static long sum(Map<String, Long> bytes) {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }

  private int documents() {
    return segments.stream().mapToInt(SegmentFacts::documents).sum();
  }

  private int deleted() {
    return segments.stream().mapToInt(SegmentFacts::deleted).sum();
  }

  private Map<String, Long> bytesByExtension() {
    Map<String, Long> bytes = new TreeMap<>();
    for (SegmentFacts segment : segments) {
      segment.bytesByExtension.forEach(
          (extension, size) -> bytes.merge(extension, size, Long::sum));
    }
    bytes.put(commit, commitBytes);
    return bytes;
  }

  void print(PrintWriter out, Ansi ansi) {
    out.println(
        path
            + ": index, commit "
            + commit
            + ", "
            + Words.counted(segments.size(), "segment")
            + ", "
            + documents(documents(), deleted()));
    for (SegmentFacts segment : segments) {
      out.println();
      out.println(
          "segment "
              + segment.name
              + ": "
              + documents(segment.documents, segment.deleted)
              + ", "
              + (segment.compound ? "compound, " : "")
              + segment.codec
              + ", Lucene "
              + segment.luceneVersion);
      if (segment.fields.isEmpty()) {
        out.println("  no vector field");
      } else {
        Table table = FieldFacts.heading();
        segment.fields.forEach(field -> field.addTo(table));
        table.print(out, ansi);
        segment.fields.stream()
            .filter(FieldFacts::hasSearch)
            .forEach(field -> out.println("  " + field.searchLine()));
        segment.fields.stream()
            .filter(FieldFacts::hasMemory)
            .forEach(field -> out.println("  " + field.memoryLine()));
      }
      out.println("  files: " + sizes(segment.bytesByExtension, segment.bytes()));
    }
    out.println();
    Map<String, Long> all = bytesByExtension();
    out.println("all files: " + sizes(all, sum(all)));
    if (leftovers.isEmpty() == false) {
      out.println();
      out.println(leftovers.toLine());
      leftovers.printFiles(out, ansi);
    }
  }

  private static String documents(int documents, int deleted) {
    String text = Words.counted(documents, "document");
    return deleted == 0 ? text : text + " of which " + Words.count(deleted) + " deleted";
  }

  private static String sizes(Map<String, Long> bytes, long sum) {
    return bytes.entrySet().stream()
        .map(entry -> entry.getKey() + " " + Words.count(entry.getValue()))
        .collect(Collectors.joining(", ", "", "; " + Words.counted(sum, "byte")));
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", "index");
    json.put("path", path.toString());
    json.put("commit", commit);
    json.put("documents", documents());
    json.put("deleted_documents", deleted());
    List<Map<String, Object>> list = new ArrayList<>();
    for (SegmentFacts segment : segments) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", segment.name);
      one.put("documents", segment.documents);
      one.put("deleted_documents", segment.deleted);
      one.put("compound", segment.compound);
      one.put("codec", segment.codec);
      one.put("lucene_version", segment.luceneVersion);
      one.put("vector_fields", segment.fields.stream().map(FieldFacts::toJson).toList());
      one.put("bytes_by_extension", segment.bytesByExtension);
      one.put("bytes", segment.bytes());
      list.add(one);
    }
    json.put("segments", list);
    json.put("bytes_by_extension", bytesByExtension());
    json.put("bytes", sum(bytesByExtension()));
    json.put("uncommitted", leftovers.toJson());
    return json;
  }
}
