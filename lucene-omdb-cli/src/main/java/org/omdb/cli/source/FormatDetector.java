// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.omdb.cli.console.CommandFailure;

/** Recognizes a file by its first bytes, or by its name where they say nothing. */
final class FormatDetector {

  /** Enough for the first word and number of a text. */
  private static final int HEAD_BYTES = 1 << 16;

  private static final int SHOWN_BYTES = 8;

  private static final String EXPECTED =
      "an OMDB, .npy, .fvecs or .bvecs file, text (word v1 v2 ...) or JSON lines";

  /** Float and byte elements, in either order of the magic. */
  private static final List<String> OMDB_MAGICS = List.of("OMDB", "BDMO", "OMD8", "8DMO");

  private static final Pattern NOT_FINITE = Pattern.compile("(?i)[+-]?(nan|inf|infinity)");

  private FormatDetector() {}

  /** Detects the format of a file from a window at its start. */
  static SourceFormat detect(FileWindow window) throws IOException, CommandFailure {
    window.fill((int) Math.min(HEAD_BYTES, window.length()));
    byte[] head = Arrays.copyOfRange(window.bytes(), 0, Math.min(HEAD_BYTES, window.available()));
    if (OMDB_MAGICS.stream().anyMatch(magic -> startsWith(head, ascii(magic)))) {
      return SourceFormat.OMDB;
    }
    if (startsWith(head, NpyHeader.MAGIC)) {
      return SourceFormat.NPY;
    }
    // Before JSON: the dimension 123 is the byte of a brace.
    String name = window.file().getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".fvecs")) {
      VecsSource.checkLayout(window, Element.FLOAT32);
      return SourceFormat.FVECS;
    }
    if (name.endsWith(".bvecs")) {
      VecsSource.checkLayout(window, Element.UINT8);
      return SourceFormat.BVECS;
    }
    int textAt = LineReader.startsWithByteOrderMark(window) ? LineReader.BYTE_ORDER_MARK_BYTES : 0;
    int firstAt = skipSpace(head, textAt);
    if (firstAt < head.length && head[firstAt] == '{') {
      return SourceFormat.JSONL;
    }
    if (isText(head, firstAt)) {
      return SourceFormat.TEXT;
    }
    throw BadInput.in(window.file(), describe(head), EXPECTED);
  }

  private static byte[] ascii(String magic) {
    return magic.getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean startsWith(byte[] head, byte[] magic) {
    return Arrays.mismatch(head, magic) == magic.length || Arrays.equals(head, magic);
  }

  private static int skipSpace(byte[] bytes, int from) {
    int at = from;
    while (at < bytes.length && " \t\r\n".indexOf(bytes[at]) >= 0) {
      at++;
    }
    return at;
  }

  /** Whether a word and a number come first. The rest is checked when the file is read. */
  private static boolean isText(byte[] head, int wordAt) {
    int lineEnd = wordAt;
    while (lineEnd < head.length && head[lineEnd] != '\n' && head[lineEnd] != '\r') {
      lineEnd++;
    }
    int numberAt = FloatScanner.tokenEnd(head, wordAt, lineEnd);
    while (numberAt < lineEnd && LineReader.isSeparator(head[numberAt])) {
      numberAt++;
    }
    FloatScanner numbers = new FloatScanner();
    if (Float.isNaN(numbers.scan(head, numberAt, lineEnd)) == false) {
      return true;
    }
    String token =
        new String(head, numberAt, numbers.end() - numberAt, StandardCharsets.ISO_8859_1);
    // Text with NaN or infinity is text, too: reading it will say what is wrong.
    return NOT_FINITE.matcher(token).matches();
  }

  private static String describe(byte[] head) {
    if (startsWith(head, new byte[] {0x1f, (byte) 0x8b})) {
      return "a gzip file";
    }
    if (startsWith(head, ascii("PK\3\4"))) {
      return "a zip file";
    }
    int shown = Math.min(SHOWN_BYTES, head.length);
    return "first bytes "
        + HexFormat.ofDelimiter(" ").formatHex(head, 0, shown)
        + ", "
        + BadInput.quote(head, 0, shown);
  }
}
