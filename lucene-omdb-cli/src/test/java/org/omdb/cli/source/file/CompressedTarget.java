// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.file;

import static org.omdb.fixtures.fuzz.FuzzTarget.require;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.SourceTarget;
import org.omdb.fixtures.fuzz.FuzzTarget;

/** A compressed file, of which only the content is read. */
public abstract class CompressedTarget implements FuzzTarget {

  private final Compress compress;

  CompressedTarget(Compress compress) {
    this.compress = compress;
  }

  /** gzip. */
  public static final class Gzip extends CompressedTarget {
    /** Jazzer calls this too. */
    public Gzip() {
      super(Compress.GZIP);
    }
  }

  /** bzip2. */
  public static final class Bzip2 extends CompressedTarget {
    /** Jazzer calls this too. */
    public Bzip2() {
      super(Compress.BZIP2);
    }
  }

  /** Zstandard. */
  public static final class Zstd extends CompressedTarget {
    /** Jazzer calls this too. */
    public Zstd() {
      super(Compress.ZSTD);
    }
  }

  @Override
  public String name() {
    return compress.suffix;
  }

  @Override
  public String toString() {
    return name();
  }

  @Override
  public int inputs() {
    return 10_000;
  }

  /** A block of bzip2 has up to 900,000 bytes, each of which takes five on the heap. */
  @Override
  public long fixedBytes() {
    return 8 << 20;
  }

  @Override
  public List<byte[]> words() {
    return List.of(new byte[] {0x1f, (byte) 0x8b, 8}, new byte[] {'B', 'Z', 'h', '9'});
  }

  @Override
  public byte[] sample(Random random) {
    byte[] content = new byte[1 + random.nextInt(200)];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) random.nextInt(1 << random.nextInt(9));
    }
    try {
      return compress.bytes(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean read(byte[] bytes) throws IOException {
    Path name = Path.of("hostile");
    try (SourceFile file = SourceFile.of(name, new SlowChannel(bytes), bytes.length)) {
      FileWindow window = file.window();
      long position = 0;
      while (window.fill(1)) {
        require(window.position() == position, "position");
        position += window.available();
        window.skip(window.available());
      }
      require(file.bytesRead() <= bytes.length, "as many as there are");
      return true; // without the magic bytes, it is not compressed
    } catch (CommandFailure failure) {
      SourceTarget.checkWords(failure, name);
      return false;
    }
  }
}
