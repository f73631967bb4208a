// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.numpy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.binary.Element;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.FileWindow;
import org.omdb.cli.source.file.SourceFile;

/**
 * The head of a {@code .npy} file, versions 1.0 to 3.0, as NumPy's {@code numpy.lib.format}
 * describes it:
 *
 * <ul>
 *   <li>0, 6 bytes: {@code \x93NUMPY}
 *   <li>6, u8: major version; 7, u8: minor version
 *   <li>8, u16 in version 1, u32 in 2 and 3, little-endian: length of the dictionary
 *   <li>a Python dictionary with {@code descr}, the type of an element; {@code fortran_order}; and
 *       {@code shape}, a tuple
 *   <li>the elements
 * </ul>
 *
 * @param descr the type of an element; that of a structure in square brackets
 * @param fortranOrder whether the first index changes fastest, not the last
 * @param shape the size in each dimension
 */
record NpyHeader(String descr, boolean fortranOrder, List<Long> shape) {

  static final String MAGIC = "\u0093NUMPY";

  private static final int VERSION_AT = 6;
  private static final int LENGTH_AT = 8;

  /** The order of bytes, a letter, and a size. */
  private static final Pattern PLAIN = Pattern.compile("[<>=|][a-zA-Z]([0-9]{1,9})");

  /** NumPy itself refuses more than 10,000 bytes unless told otherwise. */
  private static final int MAX_DICTIONARY_BYTES = 1 << 16;

  private static final String DESCR = "descr";
  private static final String FORTRAN_ORDER = "fortran_order";
  private static final String SHAPE = "shape";

  /** Reads a header, and leaves the window at the first element. */
  static NpyHeader read(FileWindow window) throws IOException, CommandFailure {
    Map<?, ?> dictionary = readDictionary(window);
    List<?> shape = (List<?>) dictionary.get(SHAPE);
    return new NpyHeader(
        String.valueOf(dictionary.get(DESCR)),
        (Boolean) dictionary.get(FORTRAN_ORDER),
        shape.stream().map(Long.class::cast).toList());
  }

  private static Map<?, ?> readDictionary(FileWindow window) throws IOException, CommandFailure {
    SourceFile file = window.file();
    require(window, LENGTH_AT);
    ByteBuffer head = ByteBuffer.wrap(window.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    if (latin1(window.bytes(), 0, MAGIC.length()).equals(MAGIC) == false) {
      String found = BadInput.quote(window.bytes(), 0, MAGIC.length());
      throw BadInput.at(file, BadInput.byteAt(0), found, "\"\\x93NUMPY\"");
    }
    int major = head.get(VERSION_AT);
    int minor = head.get(VERSION_AT + 1);
    if (major < 1 || major > 3 || minor != 0) {
      String found = ".npy version " + (major & 0xff) + "." + (minor & 0xff);
      throw BadInput.at(file, BadInput.byteAt(VERSION_AT), found, "1.0, 2.0 or 3.0");
    }

    int dictionaryAt = LENGTH_AT + (major == 1 ? Short.BYTES : Integer.BYTES);
    require(window, dictionaryAt);
    head = ByteBuffer.wrap(window.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    long bytes =
        major == 1
            ? Short.toUnsignedLong(head.getShort(LENGTH_AT))
            : Integer.toUnsignedLong(head.getInt(LENGTH_AT));
    boolean cut =
        window.length() != FileWindow.UNKNOWN_LENGTH && bytes > window.length() - dictionaryAt;
    if (bytes > MAX_DICTIONARY_BYTES || cut) {
      String found = "a header of " + bytes + " bytes" + (cut ? inFile(window) : "");
      String expected = "a header that is in the file and has at most " + MAX_DICTIONARY_BYTES;
      throw BadInput.at(file, BadInput.byteAt(LENGTH_AT), found, expected);
    }
    require(window, dictionaryAt + (int) bytes);
    // Version 3 has UTF-8, for names of fields, which are refused anyway.
    String text = latin1(window.bytes(), dictionaryAt, (int) bytes);
    window.skip(dictionaryAt + (int) bytes);
    Map<?, ?> dictionary = new PythonLiteral(file, dictionaryAt, text).parseDictionary();
    checkMembers(file, dictionary);
    return dictionary;
  }

  private static String latin1(byte[] bytes, int from, int length) {
    return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }

  private static String inFile(FileWindow window) {
    return " in a file of " + window.length() + " bytes";
  }

  private static void require(FileWindow window, int bytes) throws IOException, CommandFailure {
    if (window.fill(bytes) == false) {
      throw BadInput.at(
          window.file(),
          BadInput.byteAt(window.available()),
          "the end of the file",
          "a .npy header of at least " + bytes + " bytes");
    }
  }

  /** Checks what the casts in {@link #read} rely on. */
  private static void checkMembers(SourceFile file, Map<?, ?> dictionary) throws CommandFailure {
    if (dictionary.keySet().equals(Set.of(DESCR, FORTRAN_ORDER, SHAPE)) == false) {
      String found = "the header's keys " + BadInput.quote(dictionary.keySet().toString());
      throw BadInput.in(file, found, "descr, fortran_order and shape");
    }
    if (dictionary.get(FORTRAN_ORDER) instanceof Boolean == false) {
      String found = BadInput.quote(String.valueOf(dictionary.get(FORTRAN_ORDER)));
      throw BadInput.at(file, FORTRAN_ORDER, found, "True or False");
    }
    boolean numbers =
        dictionary.get(SHAPE) instanceof List<?> shape
            && shape.stream().allMatch(size -> size instanceof Long);
    if (numbers == false) {
      String found = BadInput.quote(String.valueOf(dictionary.get(SHAPE)));
      throw BadInput.at(file, SHAPE, found, "a tuple of numbers");
    }
  }

  /** {@code shape}, for messages. */
  String tuple() {
    String text = shape.toString();
    return text.length() > 60 ? "(...)" : "(" + text.substring(1, text.length() - 1) + ")";
  }

  /** The type and the shape, for messages. */
  String type() {
    return descr.length() > 10 ? tuple() : descr + " " + tuple();
  }

  /** Whether it is one value after the other, of whatever type. */
  boolean isColumn() {
    return shape.size() == 1 || (shape.size() == 2 && shape.get(1) == 1);
  }

  ByteOrder order() {
    return descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  /** The type's letter, such as {@code f} for fractions; 0 if it is none of NumPy's plain types. */
  char kind() {
    return PLAIN.matcher(descr).matches() ? descr.charAt(1) : 0;
  }

  /** The size of an element of a plain type. */
  long itemBytes() {
    Matcher type = PLAIN.matcher(descr);
    long size = type.matches() ? Long.parseLong(type.group(1)) : 0;
    return kind() == 'U' ? size * Integer.BYTES : size;
  }

  /** How a number is encoded; null if the elements are no numbers that an import takes. */
  Element element() {
    return switch (kind() == 0 ? "" : descr.substring(1)) {
      case "u1", "b1" -> Element.UINT8;
      case "i1" -> Element.INT8;
      case "u2" -> Element.UINT16;
      case "i2" -> Element.INT16;
      case "u4" -> Element.UINT32;
      case "i4" -> Element.INT32;
      case "i8" -> Element.INT64;
      case "f2" -> Element.FLOAT16;
      case "f4" -> Element.FLOAT32;
      case "f8" -> Element.FLOAT64;
      default -> null;
    };
  }
}
