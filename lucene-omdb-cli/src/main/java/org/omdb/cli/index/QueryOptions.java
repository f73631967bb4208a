// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.index;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.SourceFormats;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.VectorSource;
import picocli.CommandLine.Option;

/** What to search for: exactly one of these options. */
final class QueryOptions {

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Find the neighbors of the vector with this id.")
  String id;

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

  /** A vector to search for. */
  interface Queries {
    /**
     * Takes the next one.
     *
     * @param name null if it has none
     * @param vector {@code float[]} or {@code byte[]}, as the field has them
     */
    void accept(String name, Object vector) throws IOException, CommandFailure;
  }

  /** Whether there may be several queries. */
  boolean areMany() {
    return vectors != null;
  }

  /** Whether there may be several queries, all of which are there: not in a pipe. */
  boolean isFile() {
    return areMany()
        && vectors.equals(SourceFile.STANDARD_INPUT) == false
        && Files.isRegularFile(vectors);
  }

  /** Hands on the queries, checked, one after the other. */
  void each(VectorField field, Queries queries) throws IOException, CommandFailure {
    if (id != null) {
      queries.accept(id, field.existing(id));
    } else if (vector != null) {
      queries.accept(null, field.checked(parse(vector), "--vector"));
    } else {
      try (VectorSource source =
          SourceFormats.open(SourceFile.open(vectors), null, Columns.DEFAULT)) {
        for (long row = 0; source.next(); row++) {
          String name = source.id() == null ? vectors.getFileName() + "_" + row : source.id();
          queries.accept(name, field.checked(source.vector(), vectors.toString()));
        }
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
}
