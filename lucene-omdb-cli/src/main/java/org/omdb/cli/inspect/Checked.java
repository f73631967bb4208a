// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.inspect;

import java.util.LinkedHashMap;
import java.util.Map;

/** Counts what was checked. For one thread. */
final class Checked {

  long vectors;
  long ids;
  long graphNodes;
  long files;
  long bytes;

  String toText() {
    StringBuilder text = new StringBuilder();
    text.append(Words.counted(vectors, "vector"));
    text.append(", ").append(Words.counted(ids, "id"));
    if (graphNodes > 0) {
      text.append(", ").append(Words.counted(graphNodes, "graph node"));
    }
    if (files > 1) {
      text.append(", ").append(Words.counted(files, "file"));
    }
    return text.append(", ").append(Words.counted(bytes, "byte")).toString();
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("vectors", vectors);
    json.put("ids", ids);
    json.put("graph_nodes", graphNodes);
    json.put("files", files);
    json.put("bytes", bytes);
    return json;
  }
}
