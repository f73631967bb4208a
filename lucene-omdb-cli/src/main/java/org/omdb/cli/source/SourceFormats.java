// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.util.IOUtils;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.arrow.ArrowFormat;
import org.omdb.cli.source.binary.BinFormat;
import org.omdb.cli.source.binary.Element;
import org.omdb.cli.source.binary.VecsFormat;
import org.omdb.cli.source.csv.CsvFormat;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.FileHead;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.hdf5.Hdf5Format;
import org.omdb.cli.source.json.JsonFormat;
import org.omdb.cli.source.json.JsonLinesFormat;
import org.omdb.cli.source.numpy.NpyFormat;
import org.omdb.cli.source.numpy.NpzFormat;
import org.omdb.cli.source.omdb.OmdbFormat;
import org.omdb.cli.source.parquet.ParquetFormat;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;
import org.omdb.cli.source.spi.VectorSource;
import org.omdb.cli.source.text.TextFormat;
import org.omdb.cli.source.word2vec.Word2vecFormat;

/**
 * The list of all formats, in the order in which they are asked whether they recognize a file:
 * formats with magic bytes first, then formats that go by the file's name, text at last.
 */
public final class SourceFormats {

  /** The value of {@code --format} by which the format is detected. */
  public static final String AUTO = "auto";

  private static final List<SourceFormat> BINARY =
      List.of(
          new OmdbFormat(),
          new NpyFormat(),
          new NpzFormat(),
          new Hdf5Format(),
          new ParquetFormat(),
          new ArrowFormat(),
          new VecsFormat("fvecs", Element.FLOAT32),
          new VecsFormat("bvecs", Element.UINT8),
          new VecsFormat("ivecs", Element.INT32),
          new BinFormat("fbin", Element.FLOAT32),
          new BinFormat("u8bin", Element.UINT8),
          new BinFormat("i8bin", Element.INT8),
          new BinFormat("ibin", Element.INT32),
          new Word2vecFormat());

  private static final List<SourceFormat> TEXT =
      List.of(new JsonLinesFormat(), new JsonFormat(), new CsvFormat(), new TextFormat());

  private static final List<SourceFormat> ALL =
      Stream.concat(BINARY.stream(), TEXT.stream()).toList();

  private static final int SHOWN_BYTES = 8;

  private SourceFormats() {}

  /**
   * All formats.
   *
   * @return in the order in which they are asked
   */
  public static List<SourceFormat> all() {
    return ALL;
  }

  /**
   * The format of a name.
   *
   * @param name as of {@link SourceFormat#name}, in upper or lower case
   * @return the format
   * @throws CommandFailure wrong usage, if there is none
   */
  public static SourceFormat named(String name) throws CommandFailure {
    for (SourceFormat format : ALL) {
      if (format.name().equalsIgnoreCase(name)) {
        return format;
      }
    }
    throw CommandFailure.usage("--format is " + name + ", expected " + AUTO + ", " + names());
  }

  /** All names for a sentence: {@code a, b or c}. */
  private static String names() {
    List<String> names = ALL.stream().map(SourceFormat::name).toList();
    int last = names.size() - 1;
    return String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }

  /**
   * Recognizes a file.
   *
   * @param file of any format
   * @param columns what the user said about it
   * @return its format; the file may still turn out damaged when it is read
   * @throws IOException if reading fails
   * @throws CommandFailure if it is none of the formats, or if the user has to say more
   */
  public static SourceFormat detect(SourceFile file, Columns columns)
      throws IOException, CommandFailure {
    FileHead head = file.head();
    SourceFormat format = recognize(head, BINARY);
    if (format == null) {
      UnreadFormats.refuse(file, head);
      format = recognize(head, TEXT);
    }
    if (format == null) {
      throw BadInput.in(file, describe(head), "a file of one of the formats " + names());
    }
    format.checkRecognized(file, head, columns);
    return format;
  }

  private static SourceFormat recognize(FileHead head, List<SourceFormat> formats) {
    for (SourceFormat format : formats) {
      if (format.recognizes(head)) {
        return format;
      }
    }
    return null;
  }

  /**
   * Opens a file.
   *
   * @param file from its start; closed if this fails
   * @param format of the file; null to detect it
   * @param columns what to take from it
   * @return a source before its first row, which the caller closes
   * @throws IOException if reading fails
   * @throws CommandFailure as from {@link #detect} and {@link SourceFormat#open}
   */
  public static VectorSource open(SourceFile file, SourceFormat format, Columns columns)
      throws IOException, CommandFailure {
    try {
      SourceFormat known = format == null ? detect(file, columns) : format;
      return known.open(file, columns);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, file);
      throw t;
    }
  }

  private static String describe(FileHead head) {
    int shown = Math.min(SHOWN_BYTES, head.bytes().length);
    return "first bytes "
        + HexFormat.ofDelimiter(" ").formatHex(head.bytes(), 0, shown)
        + ", "
        + BadInput.quote(head.bytes(), 0, shown);
  }
}
