// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.numpy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.SourceTestCase;
import org.omdb.cli.source.file.Compress;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;

public class TestNpzFormat extends SourceTestCase {

  private static final SourceFormat NPZ = new NpzFormat();

  private static final byte[] VECTORS = npy("<f4", "(2, 3)", floats(1, 2, 3, 4, 5, 6));

  /** An archive of arrays by name. */
  private static Path npz(Object... namesAndArrays) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndArrays.length; i += 2) {
        byte[] array = (byte[]) namesAndArrays[i + 1];
        ZipEntry entry = new ZipEntry(namesAndArrays[i] + ".npy");
        CRC32 crc = new CRC32();
        crc.update(array);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(array.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(array);
      }
    }
    return write("a.npz", bytes.toByteArray());
  }

  private static byte[] strings(String descr, String... strings) {
    int item = Integer.parseInt(descr.substring(2));
    byte[] bytes = new byte[item * strings.length];
    for (int i = 0; i < strings.length; i++) {
      byte[] string = strings[i].getBytes(StandardCharsets.UTF_8);
      System.arraycopy(string, 0, bytes, item * i, string.length);
    }
    return npy(descr, "(" + strings.length + ",)", bytes);
  }

  private static Columns columns(String id, String vector, String... stored) {
    return new Columns(id, vector, stored.length == 0 ? null : List.of(stored), false);
  }

  public void testColumnsOfAllTypes() throws Exception {
    byte[] bytes = littleEndian(16).putLong(-5).putLong(Long.MAX_VALUE).array();
    Path file =
        npz(
            "v", VECTORS,
            "s", strings("|S4", "a\0b", "é"),
            "i1", npy("|i1", "(2,)", new byte[] {-1, 5}),
            "u1", npy("|u1", "(2, 1)", new byte[] {-1, 5}),
            "i8", npy("<i8", "(2,)", bytes),
            "u8", npy(">u8", "(2,)", new byte[16]),
            "f4", npy("<f4", "(2,)", floats(0.1f, Float.NaN)),
            "b1", npy("|b1", "(2,)", new byte[] {0, 1}));
    List<Row> rows = read(NPZ, file, columns("i8", "v", "s", "i1", "u1", "u8", "f4", "b1"));
    assertVectors(rows, new float[] {1, 2, 3}, new float[] {4, 5, 6});
    assertEquals(List.of("-5", "9223372036854775807"), rows.stream().map(Row::id).toList());
    assertEquals(
        Map.of("s", "a\0b", "i1", -1L, "u1", 255L, "u8", 0L, "f4", 0.1, "b1", false),
        rows.get(0).stored());
    assertEquals(Map.of("s", "é", "i1", 5L, "u1", 5L, "u8", 0L, "b1", true), rows.get(1).stored());
  }

  /** Types of a damaged archive are no commands for a terminal. */
  public void testTypesInMessagesArePrintable() throws Exception {
    assertRefused(
        NPZ,
        npz("x", npy(">e\u0002", "(2, 3)", new byte[12])),
        "found no column with lists of numbers; the columns are \"x\" (>e\\u0002 (2, 3)), expected a"
            + " column of vectors");
  }

  public void testVectorsByTheirShapeOrTheirName() throws Exception {
    byte[] other = npy("<f4", "(1, 1)", floats(9));
    assertEquals(2, read(NPZ, npz("x", VECTORS, "flat", npy("<f4", "(6,)", new byte[24]))).size());
    assertEquals(2, read(NPZ, npz("other", other, "embeddings", VECTORS)).size());
    assertEquals(1, read(NPZ, npz("other", other, "x", VECTORS), columns(null, "other")).size());
    assertRefused(
        NPZ,
        npz("other", other, "x", VECTORS),
        "found several columns with lists of numbers, \"other\" (<f4 (1, 1)), \"x\" (<f4 (2, 3)),"
            + " expected --vector-column to say which has the vectors");
    assertRefused(
        NPZ,
        npz("flat", npy("<f4", "(6,)", new byte[24])),
        "found no column with lists of numbers; the columns are \"flat\" (<f4 (6)), expected a"
            + " column of vectors");
  }

  public void testArraysOfOneValuePerVectorAreStored() throws Exception {
    Path file =
        npz(
            "v", VECTORS,
            "label", npy("<i4", "(2,)", littleEndian(8).putInt(7).putInt(8).array()),
            "other length", npy("<i4", "(1,)", new byte[4]),
            "objects", npy("|O", "(2,)", new byte[9]));
    List<Row> rows = read(NPZ, file);
    assertEquals(Map.of("label", 7L), rows.get(0).stored());
    assertEquals(Map.of("label", 8L), rows.get(1).stored());
  }

  public void testManyArraysAreNotAllListed() throws Exception {
    List<Object> arrays = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      arrays.addAll(Arrays.asList("x\n" + i, VECTORS));
    }
    CommandFailure failure =
        expectThrows(CommandFailure.class, () -> read(NPZ, npz(arrays.toArray())));
    assertOneLine(failure);
    assertTrue(failure.getMessage(), failure.getMessage().contains(" and 10 more, expected"));
  }

  public void testIdsMustFit() throws Exception {
    refused(
        columns(null, null),
        "\"ids.npy\": found shape (1), expected 2 rows, as the vectors have",
        strings("|S1", "a"));
    refused(
        columns("none", null),
        "found no column \"none\", expected one of the columns \"v\" (<f4 (2, 3)), \"ids\" (|S1 (1))",
        strings("|S1", "a"));
    refused(
        columns(null, null),
        "\"ids.npy\": row 1: found an empty id, expected at least one character",
        strings("|S1", "a", ""));
    refused(
        columns("ids", null),
        "found \"ids\" (|O (2)), expected strings or whole numbers as ids",
        npy("|O", "(2,)", new byte[9]));
    refused(
        columns("ids", null),
        "\"ids.npy\": row 1: found the end of the file after 1 bytes, expected 2 bytes",
        npy("|S2", "(2,)", new byte[] {'a', 'b', 'c'}));
    refused(
        columns("ids", null),
        "\"ids.npy\": row 0: found 0xd800 as character 0, expected a Unicode code point",
        npy("<U1", "(2,)", littleEndian(8).putInt(0xd800).array()));
    refused(
        columns("ids", null),
        "\"ids.npy\": row 0: found 0x110000 as character 0, expected a Unicode code point",
        npy("<U1", "(2,)", littleEndian(8).putInt(0x110000).array()));
    refused(
        columns("ids", null),
        "\"ids.npy\": byte 10: found \"[]\", expected '{'",
        npy(1, "[]", new byte[0]));
  }

  private static void refused(Columns columns, String expected, byte[] ids) throws Exception {
    Path file = npz("v", VECTORS, "ids", ids);
    CommandFailure failure = expectThrows(CommandFailure.class, () -> read(NPZ, file, columns));
    assertEquals(file + ": " + expected, failure.getMessage());
  }

  public void testDamageIsSeenByTheChecksum() throws Exception {
    Path file = npz("v", VECTORS);
    byte[] bytes = Files.readAllBytes(file);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("PK\1\2") - 30;
    bytes[at] ^= 1; // in the array
    Path damaged = write("b.npz", bytes);
    CommandFailure failure = expectThrows(CommandFailure.class, () -> read(NPZ, damaged));
    assertTrue(
        failure.getMessage(),
        failure.getMessage().contains("compressed data that is damaged or cut off"));
    assertRefused(
        NPZ,
        write("b.npz", Arrays.copyOf(bytes, bytes.length - 5)),
        "found a zip file that is damaged or cut off, expected a whole file");
  }

  public void testNeedsAFile() throws Exception {
    byte[] bytes = Files.readAllBytes(npz("v", VECTORS));
    assertRefused(
        null,
        write("a.npz.gz", Compress.GZIP.bytes(bytes)),
        "found npz in a gzip file, expected the file that gunzip makes of it, because npz is not"
            + " read front to back");
  }
}
