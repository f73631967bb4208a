// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.omdb;

import static org.omdb.fixtures.fuzz.FuzzTarget.require;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.SourceTarget;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.VectorSource;
import org.omdb.fixtures.ImageBytes;
import org.omdb.fixtures.fuzz.FuzzTarget;
import org.omdb.image.OmdbFormatException;

/** A file of the engine, really on disk and mapped; what is in it is for {@code ImageTarget}. */
public final class OmdbTarget implements FuzzTarget {

  private final Path file;

  /** Kept open and never cut to 0 bytes: a file system would write it to the disk each time. */
  private final FileChannel channel;

  /** Jazzer calls this too. */
  public OmdbTarget() throws IOException {
    file = Files.createTempFile("hostile-", ".omdb");
    file.toFile().deleteOnExit();
    channel = FileChannel.open(file, StandardOpenOption.WRITE);
  }

  @Override
  public String name() {
    return "omdb";
  }

  @Override
  public String toString() {
    return name();
  }

  @Override
  public int inputs() {
    return 20_000;
  }

  @Override
  public List<byte[]> words() {
    return FuzzTarget.words("OMDB", "BDMO", "OMD8", "8DMO", "vec_0", "empty_1");
  }

  @Override
  public byte[] sample(Random random) {
    int count = random.nextInt(8);
    ImageBytes image = new ImageBytes().magic("BDMO").header(5, 2, count, 512 + 8L * count);
    for (int i = 0; i < count; i++) {
      image.vector((float) random.nextGaussian(), i);
    }
    image.u32(count == 0 ? 0 : count + 2);
    for (int i = 0; i < count; i++) {
      image.entry(i, random.nextInt(8) == 0 ? "" : "user_" + random.nextInt(10));
    }
    if (count > 0) {
      image.entry(0, "further").entry(count - 1, "vec_" + random.nextInt(8));
    }
    return image.toByteArray();
  }

  @Override
  public boolean read(byte[] bytes) throws IOException {
    channel.write(ByteBuffer.wrap(bytes), 0);
    channel.truncate(bytes.length);
    try (VectorSource source = new OmdbFormat().open(SourceFile.open(file), Columns.DEFAULT)) {
      readRows(source, bytes.length);
      return true;
    } catch (CommandFailure failure) {
      SourceTarget.checkWords(failure, file);
      return false;
    } catch (OmdbFormatException e) {
      require(e.getMessage().contains(file.getFileName().toString()), "names the file: " + e);
      return false;
    }
  }

  private static void readRows(VectorSource source, int length) throws IOException, CommandFailure {
    Set<String> ids = new HashSet<>();
    long position = source.position();
    long rows = 0;
    while (source.next()) {
      rows++;
      SourceTarget.checkRow(source);
      require(source.id() != null, "an id for all");
      require(ids.add(source.id()), "each id once, and a made-up one is nobody's");
      String name = source.id();
      require(
          source.isMadeUp() == false || name.startsWith("vec_") || name.startsWith("empty_"),
          "a made-up name");
      require(source.position() >= position, "position");
      position = source.position();
      require(rows <= length, "an end"); // each row has a vector of its own or an id
    }
    require(source.next() == false, "stays at the end");
    require(rows >= source.rows(), "as many rows as it says");
    require(position <= source.length() && source.length() <= length, "length");
  }
}
