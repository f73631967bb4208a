// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source;

import static org.omdb.fixtures.fuzz.FuzzTarget.require;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.omdb.cli.console.CommandFailure;
import org.omdb.fixtures.fuzz.FuzzTarget;

/** Detects the format of a file by its bytes, with each kind of file name that matters. */
public final class DetectorTarget implements FuzzTarget {

  private static final List<Path> NAMES =
      List.of(Path.of("hostile.fvecs"), Path.of("hostile.BVECS"), Path.of("hostile"));

  private final List<FuzzTarget> formats =
      List.of(new NpyTarget(), new TextTarget(), new JsonLinesTarget(), new VecsTarget.Floats());

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
  public boolean read(byte[] file) throws IOException {
    boolean any = false;
    for (Path name : NAMES) {
      try (FileWindow window = SourceTarget.window(name, file)) {
        SourceFormat format = FormatDetector.detect(window);
        require(format != null, "a format");
        require(window.start() == 0, "what was looked at is still there");
        any = true;
      } catch (CommandFailure failure) {
        SourceTarget.checkWords(failure, name);
      }
    }
    return any;
  }
}
