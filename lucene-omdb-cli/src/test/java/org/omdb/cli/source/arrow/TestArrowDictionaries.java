// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.arrow;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowDictionaryBatch;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.SourceTestCase;
import org.omdb.cli.source.spi.Columns;

/** Streams whose dictionaries grow, or are replaced by others. */
public class TestArrowDictionaries extends SourceTestCase {

  private static final long NUMBER = 5;
  private static final ArrowType INT32 = new ArrowType.Int(32, true);
  private static final ArrowType FLOAT32 =
      new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final WriteChannel out = new WriteChannel(Channels.newChannel(bytes));
  private BufferAllocator allocator;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    allocator = new RootAllocator();
  }

  @Override
  public void tearDown() throws Exception {
    allocator.close();
    super.tearDown();
  }

  private static Field field(String name, ArrowType type, Field... children) {
    return new Field(name, FieldType.nullable(type), List.of(children));
  }

  private static Field vectors() {
    return field("vector", new ArrowType.FixedSizeList(1), field("item", FLOAT32));
  }

  /** As it is in a file: of the type of the values. */
  private void writeSchema(ArrowType values) throws IOException {
    DictionaryEncoding encoding =
        new DictionaryEncoding(NUMBER, false, new ArrowType.Int(32, true));
    Field column = new Field("c", new FieldType(true, values, encoding), null);
    MessageSerializer.serialize(out, new Schema(List.of(column, vectors())));
  }

  private void writeNumbers(boolean isDelta, int... numbers) throws IOException {
    try (IntVector values = new IntVector("values", allocator)) {
      for (int i = 0; i < numbers.length; i++) {
        values.setSafe(i, numbers[i]);
      }
      values.setValueCount(numbers.length);
      writeDictionary(isDelta, new VectorSchemaRoot(List.of(values)));
    }
  }

  private void writeDictionary(boolean isDelta, VectorSchemaRoot values) throws IOException {
    try (ArrowRecordBatch batch = new VectorUnloader(values).getRecordBatch()) {
      ArrowDictionaryBatch dictionary = new ArrowDictionaryBatch(NUMBER, batch, isDelta);
      MessageSerializer.serialize(out, dictionary);
    }
  }

  private void writeRow(int index) throws IOException {
    Schema schema = new Schema(List.of(field("c", INT32), vectors()));
    try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
      ((IntVector) root.getVector("c")).setSafe(0, index);
      FixedSizeListVector list = (FixedSizeListVector) root.getVector("vector");
      ((Float4Vector) list.getDataVector()).setSafe(list.startNewValue(0), 1);
      root.setRowCount(1);
      try (ArrowRecordBatch batch = new VectorUnloader(root).getRecordBatch()) {
        MessageSerializer.serialize(out, batch);
      }
    }
  }

  private List<Row> read() throws Exception {
    return read(ArrowLimits.DEFAULT);
  }

  private List<Row> read(ArrowLimits limits) throws Exception {
    Path file = write("a.arrows", bytes.toByteArray());
    return rows(ArrowFiles.open(file, Columns.DEFAULT, limits));
  }

  private static Object valueOf(Row row) {
    return row.stored().get("c");
  }

  public void testEachBatchHasTheValuesThatCameLastBefore() throws Exception {
    writeSchema(INT32);
    writeNumbers(false, 10, 11);
    writeRow(1);
    writeNumbers(true, 12, 13);
    writeRow(0);
    writeRow(3);
    writeNumbers(false, 20);
    writeRow(0);
    writeNumbers(true, 21);
    writeRow(1);
    assertEquals(
        List.of(11L, 10L, 13L, 20L, 21L), read().stream().map(row -> valueOf(row)).toList());
  }

  public void testWhatWasReplacedIsGone() throws Exception {
    writeSchema(INT32);
    writeNumbers(false, 10, 11);
    writeRow(1);
    writeNumbers(false, 20);
    writeRow(1);
    assertRefusedWith("Index 1 out of bounds for length 1");
  }

  public void testReplacedValuesDoNotCountForTheLimit() throws Exception {
    writeSchema(INT32);
    for (int i = 0; i < 10; i++) {
      writeNumbers(false, i, 10 + i);
      writeRow(1);
    }
    List<Row> rows = read(new ArrowLimits(2, 256, 0));
    assertEquals(10, rows.size());
    assertEquals(Map.of("c", 19L), rows.get(9).stored());
  }

  public void testDeltasCountForTheLimits() throws Exception {
    writeSchema(INT32);
    for (int i = 0; i < 3; i++) {
      writeNumbers(i > 0, 2 * i, 2 * i + 1);
      writeRow(2 * i + 1);
    }
    assertEquals(3, read(new ArrowLimits(6, 1_000, 0)).size());
    assertRefusedWith("dictionaries of 6 values in ", new ArrowLimits(5, 1_000, 0));
    assertRefusedWith("dictionaries of 2 values in ", new ArrowLimits(6, 7, 0));
  }

  public void testADeltaNeedsADictionary() throws Exception {
    writeSchema(INT32);
    writeNumbers(true, 10);
    writeRow(0);
    assertRefusedWith("more of a dictionary that is not there");
  }

  /** Replaced again and again, these would take time that no size of a file bounds. */
  public void testValuesThatTakeNoBytesAreRefused() throws Exception {
    writeSchema(ArrowType.Null.INSTANCE);
    VectorSchemaRoot nulls = new VectorSchemaRoot(List.of(new NullVector("values", 1_000)));
    nulls.setRowCount(1_000);
    writeDictionary(false, nulls);
    writeRow(0);
    assertRefusedWith("a dictionary of 1000 values in ");
  }

  private void assertRefusedWith(String found) {
    assertRefusedWith(found, ArrowLimits.DEFAULT);
  }

  private void assertRefusedWith(String found, ArrowLimits limits) {
    CommandFailure failure = expectThrows(CommandFailure.class, () -> read(limits));
    assertTrue(failure.getMessage(), failure.getMessage().contains(found));
  }
}
