// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.imports;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.omdb.cli.columns.IndexedColumns;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.ExitStatus;
import org.omdb.cli.console.Interruption;
import org.omdb.cli.console.Progress;
import org.omdb.cli.index.FieldOptions;
import org.omdb.cli.index.IndexChange;
import org.omdb.cli.index.Similarity;
import org.omdb.cli.source.SourceFormats;
import org.omdb.cli.source.spi.SourceFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code omdb import}: adds files of vectors to an index, all of them or none. */
@Command(
    name = "import",
    description = {
      "Adds the vectors of files to an index, with their ids.",
      "",
      "A vector replaces the one with the same id. If an id comes several times, the last one wins."
          + " If anything is wrong with one of the files, none of them is imported. If an import is"
          + " interrupted, run it again: the result is the same as if it had run once."
    },
    footer = {
      "",
      "Example:",
      "  omdb import --index idx --field words --similarity cosine glove.6B.100d.txt"
    },
    mixinStandardHelpOptions = true)
public final class ImportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private FieldOptions options;
  @Mixin private ColumnOptions columns;

  @Option(
      names = "--similarity",
      converter = Similarity.Converter.class,
      paramLabel = "euclidean|cosine|dot|mip",
      description =
          "How vectors are compared: ${COMPLETION-CANDIDATES}. By default euclidean, or as in the"
              + " field if it exists already.")
  private Similarity similarity;

  @Option(
      names = "--ids",
      paramLabel = "FILE",
      description =
          "A file with an id per line, for the rows of all files in order. Without it, rows of"
              + " formats without ids are called <file name>_<row>.")
  private Path ids;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = SourceFormats.AUTO,
      completionCandidates = FormatNames.class,
      description =
          "The format of the files: ${COMPLETION-CANDIDATES}. auto detects that of each file.")
  private String format;

  @Option(
      names = "--replace-documents",
      description =
          "Replace documents even if they have other fields, which are then lost. Without this"
              + " option, such an import is refused.")
  private boolean replaceDocuments;

  @Option(names = "--merge", description = "Merge the index into one segment at the end.")
  private boolean merge;

  @Option(names = "--json", description = "Report as JSON.")
  private boolean json;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "The files to import; - is standard input.")
  private List<Path> files;

  @Override
  public Integer call() throws IOException, CommandFailure {
    SourceFormat named =
        format.equalsIgnoreCase(SourceFormats.AUTO) ? null : SourceFormats.named(format);
    boolean withIds = ids != null;
    try (Inputs inputs = Inputs.open(files, named, columns.columns(withIds), withIds)) {
      importInto(inputs);
    }
    return ExitStatus.DONE;
  }

  private void importInto(Inputs inputs) throws IOException, CommandFailure {
    int dimension = inputs.dimension();
    Importer.Counts counts;
    long nanos = System.nanoTime();
    long replaced;
    try (IndexChange change =
        IndexChange.open(options.index, (long) dimension * Float.BYTES, true)) {
      VectorSimilarityFunction function = checkField(change, inputs);
      try {
        counts = importAll(change, function, inputs);
        if (merge) {
          change.merge();
        }
        change.commit();
      } catch (FileSystemException | CorruptIndexException e) {
        throw e; // names its file
      } catch (IOException | IllegalStateException e) {
        Interruption.check(); // which closes the writer, if it ends a flush
        throw CommandFailure.data(
            options.index
                + ": "
                + RowIndexer.rootCause(e).getMessage()
                + ", while it was written; the index is as it was before");
      }
      long documents = change.writer().getDocStats().numDocs;
      replaced = change.documentsBefore() + counts.rows() - documents;
    }
    ImportReport report = new ImportReport(counts, replaced, (System.nanoTime() - nanos) / 1e9);
    if (json) {
      report.printJson(spec.commandLine().getOut());
    } else {
      report.print(spec.commandLine().getOut());
    }
  }

  private VectorSimilarityFunction checkField(IndexChange change, Inputs inputs)
      throws CommandFailure {
    FieldInfo field = change.fieldInfos().fieldInfo(options.field);
    if (field == null) {
      return (similarity == null ? Similarity.euclidean : similarity).function();
    }
    String where = options.index + ": field \"" + options.field + "\" ";
    if (field.hasVectorValues() == false
        || field.getVectorEncoding() != VectorEncoding.FLOAT32
        || field.getDocValuesType() != DocValuesType.BINARY
        || field.getIndexOptions() != IndexOptions.DOCS) {
      throw CommandFailure.data(
          where
              + "is not a float32 vector field with its own ids (OmdbVectorField): import into"
              + " another field");
    }
    int dimension = inputs.dimension();
    if (field.getVectorDimension() != dimension) {
      throw CommandFailure.data(
          where
              + "has vectors of dimension "
              + field.getVectorDimension()
              + ", but those of "
              + inputs.first()
              + " have "
              + dimension);
    }
    VectorSimilarityFunction function = field.getVectorSimilarityFunction();
    if (similarity != null && similarity.function() != function) {
      throw CommandFailure.data(
          where
              + "is compared by "
              + Similarity.of(function)
              + ", which can't be changed; --similarity says "
              + similarity);
    }
    return function;
  }

  private Importer.Counts importAll(
      IndexChange change, VectorSimilarityFunction function, Inputs inputs)
      throws IOException, CommandFailure {
    try (IdLines idLines = ids == null ? null : IdLines.open(ids, columns.idColumn());
        Progress progress = Progress.start("import", "MB", inputs.length());
        Importer importer =
            new Importer(
                change.writer(),
                options.field,
                function,
                replaceDocuments,
                new MadeUpNames(inputs),
                columns.importedColumns(),
                new IndexedColumns(columns.indexedColumns(), change.fieldInfos()))) {
      long done = 0;
      for (Input input : inputs) {
        long before = done;
        importer.add(input, idLines, position -> progress.to(before + position));
        done += input.position();
        input.close();
      }
      if (idLines != null) {
        idLines.checkEnd(importer.counts().rows());
      }
      importer.finish();
      return importer.counts();
    }
  }
}
