// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.arrow;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.compression.NoCompressionCodec;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.VectorSource;

/** Files and streams that Arrow's own classes write, in any of its ways. */
final class ArrowFiles {

  private static final List<CodecType> CODECS =
      List.of(CodecType.NO_COMPRESSION, CodecType.LZ4_FRAME, CodecType.ZSTD);

  private ArrowFiles() {}

  /** Fills the vectors of a batch. */
  interface BatchWriter {
    /**
     * @param from number of the first row
     * @param to number behind the last row
     */
    void write(VectorSchemaRoot batch, int from, int to);
  }

  /** Makes dictionaries, if there are any. */
  interface Dictionaries {
    DictionaryProvider of(BufferAllocator allocator);
  }

  /** Opens a file with other limits than those of the format. */
  static VectorSource open(Path path, Columns columns, ArrowLimits limits)
      throws IOException, CommandFailure {
    SourceFile file = SourceFile.open(path);
    FileChannel channel = FileChannel.open(file.path("arrow"), StandardOpenOption.READ);
    return ArrowSource.open(file, channel, columns, limits);
  }

  /** The bytes of a file or a stream. */
  static byte[] write(Random random, List<Field> fields, int rows, BatchWriter writer)
      throws IOException {
    return write(
        random, fields, rows, allocator -> new DictionaryProvider.MapDictionaryProvider(), writer);
  }

  static byte[] write(
      Random random, List<Field> fields, int rows, Dictionaries dictionaries, BatchWriter writer)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodecType codec = CODECS.get(random.nextInt(CODECS.size()));
    CompressionCodec.Factory factory =
        codec == CodecType.NO_COMPRESSION
            ? NoCompressionCodec.Factory.INSTANCE
            : CommonsCompressionFactory.INSTANCE;
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(new Schema(fields), allocator)) {
      DictionaryProvider provider = dictionaries.of(allocator);
      try (ArrowWriter out =
          random.nextBoolean()
              ? new ArrowFileWriter(
                  root,
                  provider,
                  Channels.newChannel(bytes),
                  null,
                  IpcOption.DEFAULT,
                  factory,
                  codec)
              : new ArrowStreamWriter(
                  root, provider, Channels.newChannel(bytes), IpcOption.DEFAULT, factory, codec)) {
        out.start();
        int from = 0;
        while (from < rows) {
          int to = Math.min(rows, from + random.nextInt(1 + rows));
          root.getFieldVectors().forEach(FieldVector::reset);
          root.allocateNew();
          writer.write(root, from, to);
          root.setRowCount(to - from);
          out.writeBatch();
          from = to;
        }
        out.end();
      } finally {
        for (long id : provider.getDictionaryIds()) {
          provider.lookup(id).getVector().close();
        }
      }
    }
    return bytes.toByteArray();
  }
}
