// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.index;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnByteVectorQuery;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopDocs;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.ExitStatus;
import org.omdb.cli.console.JsonOutput;
import org.omdb.cli.folder.IndexDirectory;
import org.omdb.cli.source.SourceFormats;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.VectorSource;
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
      "  omdb search --index idx --field points --vector '[0.1, 0.2]' --json"
    },
    mixinStandardHelpOptions = true)
public final class SearchCommand implements Callable<Integer> {

  /** The fewest candidates a search collects: with a small k alone it would miss near vectors. */
  private static final int MIN_CANDIDATES = 100;

  @Spec private CommandSpec spec;
  @Mixin private FieldOptions options;

  @ArgGroup(multiplicity = "1")
  private QueryOptions query;

  /** Exactly one of these. */
  private static final class QueryOptions {
    @Option(
        names = "--id",
        paramLabel = "ID",
        description = "Find the neighbors of the vector with this id.")
    private String id;

    @Option(
        names = "--vector",
        paramLabel = "\"[...]\"",
        description = "Find the neighbors of this vector, a JSON array.")
    private String vector;

    @Option(
        names = "--vectors",
        paramLabel = "FILE",
        description =
            "Find the neighbors of each vector in a file, in any format that omdb import reads.")
    private Path vectors;
  }

  @Option(
      names = "-k",
      defaultValue = "10",
      paramLabel = "N",
      description = "How many neighbors to find, by default ${DEFAULT-VALUE}.")
  private int k;

  @Option(names = "--with-self", description = "With --id, show that id among its neighbors too.")
  private boolean withSelf;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  /** A query: its name and its vector, {@code float[]} or {@code byte[]}. */
  private record Target(String name, Object vector) {}

  @Override
  public Integer call() throws IOException, CommandFailure {
    if (k < 1 || k > 10_000) {
      throw CommandFailure.usage("-k is " + k + ", expected 1 to 10000");
    }
    try (VectorField field = VectorField.open(options, IndexDirectory.Reads.PARTS)) {
      List<Map<String, Object>> results = new ArrayList<>();
      if (query.vectors != null) {
        searchFile(field, results);
      } else {
        results.add(search(field, target(field)));
      }
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        JsonOutput.print(out, query.vectors == null ? results.get(0) : results);
      } else {
        print(results, out);
      }
    }
    return ExitStatus.DONE;
  }

  private Target target(VectorField field) throws IOException, CommandFailure {
    if (query.id == null) {
      return new Target(null, checked(field, parse(query.vector), "--vector"));
    }
    Object vector = query.id.isEmpty() ? null : field.vector(query.id);
    if (vector == null) {
      throw CommandFailure.data(
          options.index + ": field \"" + options.field + "\" has no id \"" + query.id + "\"");
    }
    return new Target(query.id, vector);
  }

  private void searchFile(VectorField field, List<Map<String, Object>> results)
      throws IOException, CommandFailure {
    Path file = query.vectors;
    try (VectorSource source = SourceFormats.open(SourceFile.open(file), null, Columns.DEFAULT)) {
      for (long row = 0; source.next(); row++) {
        String name = source.id() == null ? file.getFileName() + "_" + row : source.id();
        Object vector = checked(field, source.vector(), file.toString());
        results.add(search(field, new Target(name, vector)));
      }
    }
  }

  private static float[] parse(String text) throws CommandFailure {
    float[] vector;
    try {
      vector = new ObjectMapper().readValue(text, float[].class);
    } catch (JsonProcessingException e) {
      throw CommandFailure.usage(
          "--vector is " + text + ", expected a JSON array of numbers: " + e.getOriginalMessage());
    }
    if (vector == null) {
      throw CommandFailure.usage("--vector is null, expected a JSON array of numbers");
    }
    for (int i = 0; i < vector.length; i++) {
      if (Float.isFinite(vector[i]) == false) {
        throw CommandFailure.usage(
            "component " + i + " of --vector is " + vector[i] + ", expected a finite number");
      }
    }
    return vector;
  }

  /** Checks a query vector, and converts it to the element type of the field. */
  private static Object checked(VectorField field, float[] vector, String where)
      throws CommandFailure {
    int dimension = field.info().getVectorDimension();
    if (vector.length != dimension) {
      throw CommandFailure.data(
          where
              + " has "
              + vector.length
              + " components, expected "
              + dimension
              + " as field \""
              + field.info().name
              + "\" has");
    }
    if (field.isByte() == false) {
      return vector;
    }
    byte[] bytes = new byte[dimension];
    for (int i = 0; i < dimension; i++) {
      bytes[i] = (byte) vector[i];
      if (bytes[i] != vector[i]) {
        throw CommandFailure.data(
            where
                + ": component "
                + i
                + " is "
                + vector[i]
                + ", expected a whole number from -128 to 127: the field has byte vectors");
      }
    }
    return bytes;
  }

  private Map<String, Object> search(VectorField field, Target target)
      throws IOException, CommandFailure {
    boolean leaveOutSelf = query.id != null && withSelf == false;
    int wanted = leaveOutSelf ? k + 1 : k;
    int candidates = Math.max(wanted, MIN_CANDIDATES);
    Query knn =
        field.isByte()
            ? new KnnByteVectorQuery(options.field, (byte[]) target.vector, candidates)
            : new KnnFloatVectorQuery(options.field, (float[]) target.vector, candidates);
    TopDocs hits = new IndexSearcher(field.reader()).search(knn, wanted);
    List<Map<String, Object>> found = new ArrayList<>();
    for (OmdbVectorIds.Hit hit : OmdbVectorIds.resolve(field.reader(), options.field, hits)) {
      if ((leaveOutSelf && query.id.equals(hit.id())) || found.size() == k) {
        continue;
      }
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("rank", found.size() + 1);
      entry.put("id", hit.id());
      entry.put("score", hit.score());
      found.add(entry);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    if (target.name != null) {
      result.put("query", target.name);
    }
    result.put("hits", found);
    return result;
  }

  private static void print(List<Map<String, Object>> results, PrintWriter out) {
    for (Map<String, Object> result : results) {
      if (results.size() > 1) {
        out.println(result.get("query"));
      }
      @SuppressWarnings("unchecked")
      List<Map<String, Object>> hits = (List<Map<String, Object>>) result.get("hits");
      for (Map<String, Object> hit : hits) {
        Object id = hit.get("id");
        out.printf(
            Locale.ROOT,
            "%5d  %.6f  %s%n",
            hit.get("rank"),
            hit.get("score"),
            id == null ? "(no id)" : id);
      }
    }
  }
}
