// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source;

import java.util.List;
import org.omdb.cli.source.arrow.ArrowTarget;
import org.omdb.cli.source.binary.BinTarget;
import org.omdb.cli.source.binary.VecsTarget;
import org.omdb.cli.source.csv.CsvTarget;
import org.omdb.cli.source.hdf5.Hdf5Target;
import org.omdb.cli.source.json.JsonLinesTarget;
import org.omdb.cli.source.json.JsonTarget;
import org.omdb.cli.source.numpy.NpyTarget;
import org.omdb.cli.source.numpy.NpzTarget;
import org.omdb.cli.source.parquet.ParquetTarget;
import org.omdb.cli.source.text.NumbersTarget;
import org.omdb.cli.source.text.TextTarget;
import org.omdb.cli.source.word2vec.Word2vecTarget;

/** The fuzz targets of formats: at least one for each. They also make good files to be damaged. */
final class SourceTargets {

  private SourceTargets() {}

  /** New ones, because a target is for one thread. */
  static List<SourceTarget> all() {
    return List.of(
        new NpyTarget(),
        new NpzTarget(),
        new VecsTarget.Floats(),
        new VecsTarget.Bytes(),
        new VecsTarget.Ints(),
        new BinTarget.Floats(),
        new BinTarget.Bytes(),
        new BinTarget.SignedBytes(),
        new BinTarget.Ints(),
        new ParquetTarget(),
        new Hdf5Target(),
        new Word2vecTarget(),
        new ArrowTarget(),
        new TextTarget(),
        new NumbersTarget(),
        new JsonLinesTarget(),
        new CsvTarget(),
        new CsvTarget.Wide(),
        new JsonTarget(),
        new JsonTarget.Paths());
  }
}
