// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.inspect;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.omdb.cli.console.Table;
import org.omdb.cli.folder.UncommittedFiles;
import picocli.CommandLine.Help.Ansi;

/**
 * Says which files of an index folder no commit has.
 *
 * @param files null if that is not known
 * @param unknown why it is not known, or null
 * @param removed whether they are gone now
 */
record Leftovers(UncommittedFiles files, String unknown, boolean removed) {

  static final Leftovers NONE = new Leftovers(new UncommittedFiles(Map.of()), null, false);

  static Leftovers of(Path folder) {
    try {
      return new Leftovers(UncommittedFiles.of(folder), null, false);
    } catch (IOException | IllegalArgumentException e) { // the latter for an unknown codec
      return new Leftovers(null, Words.reason(e), false);
    }
  }

  /** Removes them; throws what {@link UncommittedFiles#remove} does. */
  static Leftovers remove(Path folder) throws IOException {
    return new Leftovers(UncommittedFiles.remove(folder), null, true);
  }

  boolean isEmpty() {
    return files != null && files.bytes().isEmpty();
  }

  /** In one line; call only if it is not empty. */
  String toLine() {
    if (files == null) {
      return "which files no commit has is not known: " + unknown;
    }
    return files.toText()
        + (removed
            ? ": removed"
            : ": left by a writer that was killed, unless one is at work;"
                + " omdb verify --clean removes them");
  }

  /** Prints a row per file; none if nothing is left. */
  void printFiles(PrintWriter out, Ansi ansi) {
    if (files != null) {
      Table table = new Table("lr");
      files.bytes().forEach((name, size) -> table.data(name, Words.count(size)));
      table.print(out, ansi);
    }
  }

  /** For {@code --json}. */
  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    if (files == null) {
      json.put("unknown", unknown);
    } else {
      json.put("files", files.bytes());
      json.put("bytes", files.sum());
      json.put("removed", removed);
    }
    return json;
  }
}
