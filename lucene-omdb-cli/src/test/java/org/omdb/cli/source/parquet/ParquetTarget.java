// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.parquet;

import dev.hardwood.InputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.apache.parquet.example.data.Group;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.SourceTarget;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.VectorSource;
import org.omdb.fixtures.fuzz.FuzzTarget;

/** Parquet: pages, dictionaries and a footer in Thrift's encoding. */
public final class ParquetTarget extends SourceTarget {

  private static final String SCHEMA =
      "optional binary id (UTF8); optional group vector (LIST) { repeated group list { optional"
          + " float element; } } optional int32 n; optional int64 at (TIMESTAMP(MICROS,true));"
          + " optional int32 price (DECIMAL(9,2)); optional group tags (LIST) { repeated group list"
          + " { optional binary element (UTF8); } } optional group s { required boolean y; }";

  /** Jazzer calls this too. */
  public ParquetTarget() {
    super(new ParquetFormat());
  }

  @Override
  public int inputs() {
    return 4_000; // each starts threads
  }

  /** Hardwood's threads leave buffers outside the heap, until the garbage is collected. */
  @Override
  public long fixedBytes() {
    return 1 << 24;
  }

  @Override
  public List<byte[]> words() {
    return FuzzTarget.words("PAR1", "PARE", "vector", "list", "element", "id", "parquet-mr");
  }

  @Override
  public byte[] sample(Random random) {
    try {
      int dimension = 1 + random.nextInt(4);
      return ParquetFiles.write(
          random,
          SCHEMA,
          1 + random.nextInt(20),
          (row, group) -> {
            group.append("id", "é" + row);
            Group vector = group.addGroup("vector");
            for (int i = 0; i < dimension; i++) {
              vector.addGroup("list").append("element", (float) random.nextGaussian());
            }
            if (random.nextBoolean()) {
              group.append("n", row).append("at", (long) row).append("price", row);
              group.addGroup("tags").addGroup("list").append("element", "a" + row % 2);
              group.addGroup("s").append("y", true);
            }
          });
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** In memory, because a file would be mapped each time. */
  @Override
  protected VectorSource open(SourceFile file, byte[] bytes) throws IOException, CommandFailure {
    return ParquetSource.open(file, InputFile.of(ByteBuffer.wrap(bytes)), Columns.DEFAULT);
  }

  @Override
  protected boolean isRowByRow() {
    return false;
  }

  @Override
  protected void checkAgainst(byte[] file, int from, int to, VectorSource source) {}
}
