// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report.store;

import java.util.List;
import java.util.Locale;
import org.omdb.bench.report.text.MarkdownTable;
import org.omdb.bench.report.text.Numbers;
import org.omdb.bench.report.text.SetTitle;

/** The part of a report about the same application on several stores. */
public final class StoreSection {

  private final List<StoreEntry> entries;

  /**
   * Makes a section.
   *
   * @param entries of one set, at least one
   */
  public StoreSection(List<StoreEntry> entries) {
    this.entries = entries;
  }

  /**
   * Appends the section.
   *
   * @param text to append to
   */
  public void append(StringBuilder text) {
    StoreEntry first = entries.getFirst();
    text.append("## Stores of documents: ");
    text.append(SetTitle.of(first.set(), first.setOrigin())).append("\n\n");
    text.append(
        String.format(
            Locale.ROOT,
            "%,d documents with a vector of %d dimensions, a text and metadata; embeddings are known"
                + " before. The same application on each store, in a JVM of its own with a heap of"
                + " %,d MB. Stores take turns; figures are medians of %d. *Add* is in calls of %d"
                + " documents, and includes the saving at the end. *Search* is the mean time of a"
                + " search for %d hits by one thread, *filtered* one with a filter that matches a"
                + " tenth. *Durable add* is that of %d documents more, and saving. *Restart* is from"
                + " the start of a JVM until its first answer. *Heap* is what is live of a filled"
                + " store.\n\n",
            first.rows(),
            first.dimension(),
            first.heapMb(),
            first.rounds(),
            first.batch(),
            first.k(),
            first.smallBatch()));
    MarkdownTable table =
        new MarkdownTable(
            "store",
            "add, s",
            "search, ms",
            "recall",
            "filtered, ms",
            "recall",
            "durable add, ms",
            "restart, s",
            "heap, MB",
            "disk, MB");
    entries.forEach(entry -> table.row(row(entry)));
    text.append(table);
    appendKills(text);
  }

  private static List<String> row(StoreEntry entry) {
    return List.of(
        entry.contender(),
        Numbers.figure(entry.addS()),
        Numbers.figure(entry.searchMs()),
        Numbers.recall(entry.recall()),
        Numbers.figure(entry.filteredMs()),
        Numbers.recall(entry.filteredRecall()),
        Numbers.figure(entry.durableAddMs()),
        Numbers.figure(entry.restartMs() / 1e3),
        Numbers.mega(entry.heapBytes()),
        Numbers.mega(entry.diskBytes()));
  }

  private void appendKills(StringBuilder text) {
    if (entries.getFirst().kills() == 0) {
      return;
    }
    text.append(
        String.format(
            Locale.ROOT,
            "Killed with SIGKILL while it adds %d documents at a time to the filled store and saves"
                + " after each call, as a new JVM finds it. *Saved* are the documents whose saving had"
                + " returned, over all kills, of which there are %d.\n\n",
            entries.getFirst().smallBatch(),
            entries.getFirst().kills()));
    MarkdownTable table =
        new MarkdownTable("store", "saved", "there afterwards", "can't be opened");
    for (StoreEntry entry : entries) {
      table.row(
          List.of(
              entry.contender(),
              String.format(Locale.ROOT, "%,d", entry.acknowledged()),
              String.format(Locale.ROOT, "%,d", entry.left()),
              entry.unreadable() + " of " + entry.kills()));
    }
    text.append(table);
  }
}
