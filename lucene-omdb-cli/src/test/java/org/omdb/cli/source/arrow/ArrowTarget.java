// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.arrow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.SourceTarget;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.VectorSource;
import org.omdb.fixtures.fuzz.FuzzTarget;

/** Arrow's files and streams: Flatbuffers and buffers. */
public final class ArrowTarget extends SourceTarget {

  /** Jazzer calls this too. */
  public ArrowTarget() {
    super(new ArrowFormat());
  }

  @Override
  public int inputs() {
    return 20_000;
  }

  /** The blocks and windows of LZ4 and zstd. */
  @Override
  public long fixedBytes() {
    return 1 << 26;
  }

  @Override
  public List<byte[]> words() {
    return FuzzTarget.words("ARROW1", "FEA1", "vector", "item", "id", "\0\0\0\0", "\4\0\0\0");
  }

  private static Field field(String name, ArrowType type, Field... children) {
    return new Field(name, FieldType.nullable(type), List.of(children));
  }

  @Override
  public byte[] sample(Random random) {
    ArrowType number = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
    List<Field> fields =
        List.of(
            field("id", ArrowType.Utf8.INSTANCE),
            field("vector", ArrowType.List.INSTANCE, field("item", number)),
            field("tags", ArrowType.List.INSTANCE, field("item", ArrowType.Utf8.INSTANCE)),
            field("n", new ArrowType.Int(32, true)));
    try {
      return ArrowFiles.write(
          random,
          fields,
          1 + random.nextInt(20),
          (batch, from, to) -> {
            for (int row = 0; row < to - from; row++) {
              byte[] text = ("é" + row).getBytes(StandardCharsets.UTF_8);
              ((VarCharVector) batch.getVector("id")).setSafe(row, text);
              ListVector vectors = (ListVector) batch.getVector("vector");
              int at = vectors.startNewValue(row);
              ((Float4Vector) vectors.getDataVector()).setSafe(at, (float) random.nextGaussian());
              ((Float4Vector) vectors.getDataVector()).setSafe(at + 1, 1);
              vectors.endValue(row, 2);
              ListVector tags = (ListVector) batch.getVector("tags");
              ((VarCharVector) tags.getDataVector()).setSafe(tags.startNewValue(row), text);
              tags.endValue(row, 1);
              ((IntVector) batch.getVector("n")).setSafe(row, row);
            }
          });
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  protected VectorSource open(SourceFile file, byte[] bytes) throws IOException, CommandFailure {
    return ArrowSource.open(
        file, new SeekableInMemoryByteChannel(bytes), Columns.DEFAULT, ArrowLimits.DEFAULT);
  }

  @Override
  protected boolean isRowByRow() {
    return false;
  }

  @Override
  protected void checkAgainst(byte[] file, int from, int to, VectorSource source) {}
}
