// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Files that parquet-java writes, in any of its ways. */
final class ParquetFiles {

  private static final List<CompressionCodecName> CODECS =
      List.of(
          CompressionCodecName.UNCOMPRESSED,
          CompressionCodecName.SNAPPY,
          CompressionCodecName.GZIP,
          CompressionCodecName.ZSTD,
          CompressionCodecName.LZ4_RAW);

  /** Kept in a field, because a logger that is garbage collected forgets its level. */
  private static final Logger LOG = Logger.getLogger("org.apache");

  static {
    LOG.setLevel(Level.SEVERE); // it logs each compressor, and warns of small row groups
  }

  private ParquetFiles() {}

  /** Fills the columns of a row. */
  interface RowWriter {
    void write(int row, Group group);
  }

  /** The bytes of a file. */
  static byte[] write(Random random, String schema, int rows, RowWriter writer) throws IOException {
    MessageType type = MessageTypeParser.parseMessageType("message m { " + schema + " }");
    InMemory file = new InMemory();
    try (ParquetWriter<Group> out =
        ExampleParquetWriter.builder(file)
            .withConf(new PlainParquetConfiguration())
            .withType(type)
            .withCompressionCodec(CODECS.get(random.nextInt(CODECS.size())))
            .withWriterVersion(
                random.nextBoolean() ? WriterVersion.PARQUET_1_0 : WriterVersion.PARQUET_2_0)
            .withDictionaryEncoding(random.nextBoolean())
            .withByteStreamSplitEncoding(random.nextBoolean())
            .withPageWriteChecksumEnabled(random.nextBoolean())
            .withPageRowCountLimit(1 + random.nextInt(50))
            .withRowGroupSize(1L + random.nextInt(10_000))
            .withMinRowCountForPageSizeCheck(1)
            .build()) {
      for (int i = 0; i < rows; i++) {
        Group group = new SimpleGroup(type);
        writer.write(i, group);
        out.write(group);
      }
    }
    return file.bytes.toByteArray();
  }

  private static final class InMemory implements OutputFile {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new PositionOutputStream() {
        @Override
        public long getPos() {
          return bytes.size();
        }

        @Override
        public void write(int b) {
          bytes.write(b);
        }

        @Override
        public void write(byte[] all, int offset, int length) {
          bytes.write(all, offset, length);
        }
      };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }
}
