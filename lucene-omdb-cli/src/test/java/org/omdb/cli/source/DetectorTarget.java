// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source;

import static org.omdb.fixtures.fuzz.FuzzTarget.require;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.json.JsonLinesTarget;
import org.omdb.cli.source.numpy.NpyTarget;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;
import org.omdb.cli.source.text.TextTarget;
import org.omdb.fixtures.fuzz.FuzzTarget;

/** Detects the format of a file by its bytes, with each kind of file name that matters. */
public final class DetectorTarget implements FuzzTarget {

  private static final List<Path> NAMES =
      List.of(Path.of("hostile.fvecs"), Path.of("hostile.BVECS"), Path.of("hostile"));

  /** Those that are recognized without a name. */
  private final List<SourceTarget> formats =
      List.of(new NpyTarget(), new TextTarget(), new JsonLinesTarget());

  @Override
  public String name() {
    return "detector";
  }

  @Override
  public String toString() {
    return name();
  }

  @Override
  public int inputs() {
    return 40_000;
  }

  @Override
  public List<byte[]> words() {
    List<byte[]> words = new ArrayList<>(FuzzTarget.words("OMDB", "8DMO", "PK\u0003\u0004", "{"));
    words.add(new byte[] {0x1f, (byte) 0x8b});
    words.addAll(new TextTarget().words());
    return words;
  }

  @Override
  public byte[] sample(Random random) {
    return formats.get(random.nextInt(formats.size())).sample(random);
  }

  @Override
  public long fixedBytes() {
    return NAMES.size() * FuzzTarget.super.fixedBytes() / 2; // a file is looked at once per name
  }

  @Override
  public boolean read(byte[] file) throws IOException {
    boolean last = false;
    for (Path name : NAMES) {
      try (SourceFile source = SourceTarget.file(name, file)) {
        SourceFormat format = SourceFormats.detect(source, Columns.DEFAULT);
        require(format != null, "a format");
        require(source.window().position() == 0, "what was looked at is still there");
        last = true;
      } catch (CommandFailure failure) {
        last = false;
        SourceTarget.checkWords(failure, name);
      }
    }
    return last; // by its bytes alone
  }
}
