// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.index;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnByteVectorQuery;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopDocs;
import org.omdb.cli.columns.ColumnFilter;
import org.omdb.cli.columns.ColumnReader;
import org.omdb.cli.columns.IndexedColumns;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.ExitStatus;
import org.omdb.cli.console.Printable;
import org.omdb.cli.folder.IndexDirectory;
import org.omdb.lucene.OmdbVectorIds;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code omdb search}: finds the vectors nearest to one that is given by its id or its components.
 */
@Command(
    name = "search",
    description = "Finds the nearest vectors, and prints rank, Lucene's score and id.",
    footer = {
      "",
      "Examples:",
      "  omdb search --index idx --field words --id apple -k 5",
      "  omdb search --index idx --field points --vector '[0.1, 0.2]' --json",
      "  omdb search --index idx --field v --id 17 --where 'year >= 2020 and lang = en' --show title"
    },
    mixinStandardHelpOptions = true)
public final class SearchCommand implements Callable<Integer> {

  /** The fewest candidates a search collects: with a small k alone it would miss near vectors. */
  private static final int MIN_CANDIDATES = 100;

  @Spec private CommandSpec spec;
  @Mixin private FieldOptions options;

  @ArgGroup(multiplicity = "1")
  private QueryOptions query;

  @Option(
      names = "-k",
      defaultValue = "10",
      paramLabel = "N",
      description = "How many neighbors to find, by default ${DEFAULT-VALUE}.")
  private int k;

  @Option(names = "--with-self", description = "With --id, show that id among its neighbors too.")
  private boolean withSelf;

  @Option(
      names = "--where",
      paramLabel = "FILTER",
      description = {
        "Find only rows that match, such as \"year >= 2020 and lang = en\". Conditions are =, !=, <,"
            + " <=, >, >= and in (a, b), joined with and, or, not and parentheses, over columns that"
            + " were imported with --index-column."
      })
  private String where;

  @Option(
      names = "--show",
      paramLabel = "COLUMN",
      split = ",",
      description = "Show these stored columns of each hit. Without it, --json prints all of them.")
  private List<String> show;

  @Option(names = "--json", description = "Print JSON, a line per query.")
  private boolean json;

  @Override
  public Integer call() throws IOException, CommandFailure {
    if (k < 1 || k > 10_000) {
      throw CommandFailure.usage("-k is " + k + ", expected 1 to 10000");
    }
    try (VectorField field = VectorField.open(options, IndexDirectory.Reads.PARTS)) {
      ColumnReader columns = new ColumnReader(field.reader(), options.field);
      checkShown(columns);
      Query filter = filter(field);
      PrintWriter out = spec.commandLine().getOut();
      HitPrinter printer =
          new HitPrinter(out, spec.commandLine().getColorScheme().ansi(), columns, show);
      SearchBatch.Search search = vector -> search(field, vector, filter);
      SearchBatch.HitsConsumer print =
          (name, hits) -> {
            if (json) {
              printer.printJson(name, hits);
            } else {
              if (query.areMany()) {
                out.println(Printable.of(name));
              }
              printer.printTable(hits);
            }
          };
      if (query.isFile() == false) { // whoever writes to a pipe may read hits before going on
        query.each(field, (name, vector) -> print.accept(name, search.hits(vector)));
        return ExitStatus.DONE;
      }
      try (SearchBatch batch = new SearchBatch(search, print)) {
        try {
          query.each(field, batch::add);
        } catch (CommandFailure badRow) {
          batch.finish(); // what comes before it is answered
          throw badRow;
        }
        batch.finish();
      }
    }
    return ExitStatus.DONE;
  }

  private void checkShown(ColumnReader columns) throws CommandFailure {
    for (String name : show == null ? List.<String>of() : show) {
      if (columns.mayHave(name) == false) {
        throw CommandFailure.data(
            options.index
                + ": there is no column \""
                + name
                + "\"; "
                + (columns.names().isEmpty()
                    ? "rows have none"
                    : "rows have " + String.join(", ", columns.names())));
      }
    }
  }

  /** Null if there is none. */
  private Query filter(VectorField field) throws CommandFailure {
    return where == null
        ? null
        : ColumnFilter.parse(
            where, IndexedColumns.of(FieldInfos.getMergedFieldInfos(field.reader())));
  }

  private List<OmdbVectorIds.Hit> search(VectorField field, Object vector, Query filter)
      throws IOException {
    boolean leaveOutSelf = query.id != null && withSelf == false;
    int wanted = leaveOutSelf ? k + 1 : k;
    int candidates = Math.max(wanted, MIN_CANDIDATES);
    Query knn =
        field.isByte()
            ? new KnnByteVectorQuery(options.field, (byte[]) vector, candidates, filter)
            : new KnnFloatVectorQuery(options.field, (float[]) vector, candidates, filter);
    TopDocs top = new IndexSearcher(field.reader()).search(knn, wanted);
    List<OmdbVectorIds.Hit> hits = OmdbVectorIds.resolve(field.reader(), options.field, top);
    if (leaveOutSelf) {
      hits.removeIf(hit -> query.id.equals(hit.id()));
    }
    return hits.size() > k ? hits.subList(0, k) : hits;
  }
}
