// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.imports;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.lucene.util.IOUtils;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;
import org.omdb.cli.source.spi.VectorSource;

/**
 * The files of an import, all of which are looked at before the first is read. For one thread.
 *
 * <p>Thousands of open files would need much memory. So only the first stays open, which is often
 * the only one, and those that can't be opened again.
 */
final class Inputs implements Iterable<Input>, Closeable {

  private final List<Input> inputs = new ArrayList<>();
  private int dimension;

  private Inputs() {}

  /**
   * Opens files, and checks that their vectors have the same dimension.
   *
   * @param format null to detect that of each file
   * @param idsElsewhere whether ids are given besides the files
   */
  static Inputs open(List<Path> files, SourceFormat format, Columns columns, boolean idsElsewhere)
      throws IOException, CommandFailure {
    Inputs inputs = new Inputs();
    try {
      inputs.checkNames(files, idsElsewhere);
      for (Path file : files) {
        boolean leaveOutIds = columns.noIds() && idsElsewhere == false;
        inputs.add(new Input(file, format, columns, leaveOutIds));
      }
      return inputs;
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, inputs);
      throw t;
    }
  }

  /** Rows without ids are named after their file: files with the same name would share ids. */
  private void checkNames(List<Path> files, boolean idsElsewhere) throws CommandFailure {
    if (Collections.frequency(files, SourceFile.STANDARD_INPUT) > 1) {
      throw CommandFailure.usage("- stands for standard input, which can be read only once");
    }
    Set<String> names = new HashSet<>();
    for (Path file : files) {
      if (names.add(Input.nameOf(file)) == false && idsElsewhere == false) {
        throw CommandFailure.usage(
            "there are two files called "
                + Input.nameOf(file)
                + ", whose rows could get the same names: rename one, or give --ids");
      }
    }
  }

  private void add(Input input) throws IOException, CommandFailure {
    inputs.add(input);
    VectorSource source = input.source();
    if (inputs.size() == 1) {
      dimension = source.dimension();
      return;
    }
    if (source.dimension() != dimension) {
      throw CommandFailure.data(
          input
              + " has vectors of dimension "
              + source.dimension()
              + ", expected "
              + dimension
              + " as in "
              + first());
    }
    if (input.canBeReopened()) {
      input.close();
    }
  }

  Input first() {
    return inputs.get(0);
  }

  int dimension() {
    return dimension;
  }

  /** How many bytes there are to read; -1 if that is not known. */
  long length() throws IOException {
    long length = 0;
    for (Input input : inputs) {
      if (input.length() < 0) {
        return -1;
      }
      length += input.length();
    }
    return length;
  }

  @Override
  public Iterator<Input> iterator() {
    return inputs.iterator();
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(inputs);
  }
}
