// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source;

import java.io.IOException;
import java.nio.file.Path;
import org.omdb.cli.console.CommandFailure;

/**
 * The file formats that {@code omdb import} reads. A new format also goes into {@code
 * FormatDetector}, {@link Sources}, and the options of {@code ImportCommand}.
 */
public enum SourceFormat {
  /** An OMDB file, of either magic order. */
  OMDB,

  /** NumPy's array file, with a row per vector. */
  NPY,

  /** Rows of an int32 dimension and float32 components, little-endian. */
  FVECS,

  /** Rows of an int32 dimension, little-endian, and uint8 components. */
  BVECS,

  /** {@code word v1 v2 ...} line by line, as word2vec and GloVe write it. */
  TEXT,

  /** A JSON object line by line: {@code {"id": "...", "vector": [...]}}. */
  JSONL;

  /**
   * Recognizes a file by its first bytes. Only {@code .fvecs} and {@code .bvecs}, which have no
   * magic bytes, are recognized by their names.
   *
   * @param file of any format
   * @return its format; the file may still turn out damaged when it is read
   * @throws IOException if reading fails
   * @throws CommandFailure if it is none of the formats
   */
  public static SourceFormat detect(Path file) throws IOException, CommandFailure {
    try (FileWindow window = FileWindow.open(file)) {
      return FormatDetector.detect(window);
    }
  }
}
