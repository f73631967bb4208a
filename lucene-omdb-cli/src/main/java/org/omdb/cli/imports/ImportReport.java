// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.imports;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.omdb.cli.console.JsonOutput;

/**
 * What an import tells when it is done.
 *
 * @param replaced how many rows replaced a document that was there, or an earlier row
 * @param seconds how long it took
 */
record ImportReport(Importer.Counts counts, long replaced, double seconds) {

  private long perSecond() {
    return Math.round(counts.rows() / seconds);
  }

  void printJson(PrintWriter out) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("rows", counts.rows());
    result.put("replaced_ids", replaced);
    result.put("made_up_ids", counts.madeUp());
    result.put("columns_like_ids", counts.idLikeColumns());
    result.put("seconds", Math.round(seconds * 1000) / 1000.0);
    result.put("rows_per_second", perSecond());
    JsonOutput.print(out, result);
  }

  void print(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%,d rows imported, %,d replaced an id that was there, %,d have made-up ids; %.1f s, %,d"
            + " rows/s%n",
        counts.rows(),
        replaced,
        counts.madeUp(),
        seconds,
        perSecond());
    List<String> idLike = counts.idLikeColumns();
    if (idLike.isEmpty() == false) {
      out.println(
          "Columns that look like ids: "
              + String.join(", ", idLike)
              + ". --id-column "
              + idLike.get(0)
              + " takes them from there.");
    }
  }
}
