// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.apache.lucene.tests.util.TestUtil;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.SourceTestCase;

public class TestSourceFile extends SourceTestCase {

  private static byte[] randomContent() {
    String words = TestUtil.randomSimpleString(random(), 1, 100);
    return words.repeat(TestUtil.nextInt(random(), 1, 20_000)).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] readAll(SourceFile file) throws IOException, CommandFailure {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    FileWindow window = file.window();
    while (window.fill(1)) {
      content.write(window.bytes(), window.start(), window.available());
      window.skip(window.available());
    }
    assertEquals(content.size(), window.position());
    return content.toByteArray();
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  public void testContentIsDecompressedWhateverTheName() throws Exception {
    for (Compress compress : Compress.values()) {
      byte[] content = randomContent();
      byte[] compressed = compress.bytes(content);
      Path path = write("a.txt", compressed);
      try (SourceFile file = SourceFile.open(path)) {
        assertTrue(file.isCompressed());
        assertEquals(FileWindow.UNKNOWN_LENGTH, file.window().length());
        byte[] head = Arrays.copyOf(content, Math.min(content.length, FileHead.MAX_BYTES));
        assertArrayEquals(head, file.head().bytes());
        assertArrayEquals(content, readAll(file));
        assertEquals(Files.size(path), file.bytesRead());
      }
    }
  }

  public void testCompressedPartsAreReadAsOne() throws Exception {
    for (Compress compress : Compress.values()) {
      byte[] first = randomContent();
      byte[] second = randomContent();
      byte[] both = join(compress.bytes(first), compress.bytes(second));
      // A channel that gives as little as it likes, as pipes do.
      try (SourceFile file = SourceFile.of(Path.of("a"), new SlowChannel(both), -1)) {
        assertArrayEquals(join(first, second), readAll(file));
      }
    }
  }

  public void testNameForRecognitionIsThatOfTheContent() throws Exception {
    for (Compress compress : Compress.values()) {
      for (String name : new String[] {"A.Fvecs." + compress.suffix, "a.fvecs"}) {
        try (SourceFile file = SourceFile.open(write(name, compress.bytes(randomContent())))) {
          assertEquals("a.fvecs", file.head().name());
        }
      }
    }
    try (SourceFile file = SourceFile.open(write("a.gz", randomContent()))) { // a lie
      assertFalse(file.isCompressed());
      assertEquals("a.gz", file.head().name());
    }
  }

  public void testCutOrDamagedCompressionIsNamed() throws Exception {
    for (Compress compress : Compress.values()) {
      byte[] compressed = compress.bytes(randomContent());
      byte[] cut = Arrays.copyOf(compressed, compressed.length - 1);
      byte[] damaged = compressed.clone();
      damaged[damaged.length - 6] ^= 0x10; // in the checksum, or just before it
      for (byte[] bad : new byte[][] {cut, damaged}) {
        Path path = write("a", bad);
        CommandFailure failure =
            expectThrows(
                CommandFailure.class,
                () -> {
                  try (SourceFile file = SourceFile.open(path)) {
                    readAll(file);
                  }
                });
        String message = failure.getMessage();
        assertTrue(message, message.startsWith(path + ": byte "));
        assertTrue(message, message.contains("compressed data that is damaged or cut off"));
      }
    }
  }

  public void testEmptyContentIsRefused() throws Exception {
    for (Compress compress : Compress.values()) {
      Path path = write("a", compress.bytes(new byte[0]));
      CommandFailure failure =
          expectThrows(CommandFailure.class, () -> SourceFile.open(path).close());
      assertEquals(path + ": found an empty file, expected vectors", failure.getMessage());
    }
  }

  public void testFileForALibraryMustBeOneAndNotCompressed() throws Exception {
    Path plain = write("a", randomContent());
    assertEquals(plain, SourceFile.open(plain).path("omdb"));
    for (Compress compress : Compress.values()) {
      Path path = write("a", compress.bytes(randomContent()));
      try (SourceFile file = SourceFile.open(path)) {
        CommandFailure failure = expectThrows(CommandFailure.class, () -> file.path("omdb"));
        String tool = new String[] {"gunzip", "bunzip2", "unzstd"}[compress.ordinal()];
        assertEquals(
            path
                + ": found omdb in a "
                + compress.name().toLowerCase(Locale.ROOT)
                + " file, expected the file that "
                + tool
                + " makes of it, because omdb is not read front to back",
            failure.getMessage());
      }
    }
    try (SourceFile pipe = SourceFile.of(Path.of("a"), new SlowChannel(new byte[5]), -1)) {
      CommandFailure failure = expectThrows(CommandFailure.class, () -> pipe.path("omdb"));
      assertEquals(
          "a: found omdb from a pipe, expected a file, because omdb is not read front to back",
          failure.getMessage());
    }
  }
}
