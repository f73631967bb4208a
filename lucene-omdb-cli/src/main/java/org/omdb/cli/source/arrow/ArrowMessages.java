// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.arrow;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;

/**
 * The messages of a file, one after the other: dictionaries, which are read, and batches of rows. A
 * file has a footer that says where they are; in a stream they follow each other. For one thread.
 */
final class ArrowMessages implements Closeable {

  /** A file begins and ends with it. */
  static final String FILE_MAGIC = "ARROW1";

  /** Another format of the same name, which nothing writes any more. */
  static final String FEATHER_1_MAGIC = "FEA1";

  /** Stands before each message since Arrow 0.15. */
  static final String CONTINUATION = "\u00ff\u00ff\u00ff\u00ff";

  private static final int FILE_HEAD_BYTES = 8; // the magic, padded
  private static final int TAIL_BYTES = Integer.BYTES + FILE_MAGIC.length();

  private final ArrowInput input;
  private final List<ArrowField> fields;
  private final ArrowLimits limits;
  private final ArrowDictionaries dictionaries;

  /** Offsets of the messages, those of dictionaries first; null for a stream. */
  private final List<Long> places;

  /** How many of them are of dictionaries. */
  private int dictionaryPlaces;

  private int nextPlace;

  /** Where the next message of a stream begins; no message of a file may begin before. */
  private long position;

  ArrowMessages(ArrowInput input, ArrowLimits limits) throws IOException {
    this.input = input;
    this.limits = limits;
    ByteBuffer head = input.read(0, (int) Math.min(FILE_HEAD_BYTES, input.length()));
    String magic = StandardCharsets.ISO_8859_1.decode(head).toString();
    if (magic.startsWith(FEATHER_1_MAGIC)) {
      throw new IOException("Feather of version 1; version 2 can be read");
    }
    Schema schema;
    if (magic.startsWith(FILE_MAGIC)) {
      Footer footer = footer();
      places = places(footer);
      dictionaryPlaces = footer.dictionariesLength();
      schema = footer.schema();
    } else {
      places = null;
      Message message = message(0);
      schema =
          message != null && message.headerType() == MessageHeader.Schema
              ? (Schema) message.header(new Schema())
              : null;
    }
    if (schema == null) {
      throw new IOException("no schema");
    }
    if (schema.endianness() != Endianness.Little) {
      throw new IOException("big-endian values");
    }
    fields = ArrowField.of(schema);
    dictionaries = new ArrowDictionaries(fields, limits);
  }

  private Footer footer() throws IOException {
    long end = input.length() - TAIL_BYTES;
    ByteBuffer tail = input.read(Math.max(0, end), TAIL_BYTES);
    int length = tail.getInt();
    String magic = StandardCharsets.ISO_8859_1.decode(tail).toString();
    if (magic.equals(FILE_MAGIC) == false) {
      throw new IOException("no " + FILE_MAGIC + " at the end, so it is cut off");
    }
    return Footer.getRootAsFooter(input.read(end - length, length));
  }

  private static List<Long> places(Footer footer) {
    List<Long> places = new ArrayList<>();
    for (int i = 0; i < footer.dictionariesLength(); i++) {
      places.add(footer.dictionaries(i).offset());
    }
    for (int i = 0; i < footer.recordBatchesLength(); i++) {
      Block batch = footer.recordBatches(i);
      places.add(batch.offset());
    }
    return places;
  }

  List<ArrowField> fields() {
    return fields;
  }

  /**
   * Where the next message begins. In a file each is behind the one before, so that a damaged
   * footer can't make rows without end of one batch.
   */
  private long nextOffset() throws IOException {
    if (places == null) {
      return position;
    }
    if (nextPlace == dictionaryPlaces) {
      position = 0; // batches may be between dictionaries
    }
    long place = places.get(nextPlace++);
    if (place < position) {
      throw new IOException("a batch at byte " + place + ", where another one is");
    }
    return place;
  }

  /** The message at an offset; moves behind its metadata. Null at the end of a stream. */
  private Message message(long offset) throws IOException {
    position = offset;
    if (places == null && position == input.length()) {
      return null; // a stream may end without saying so
    }
    int length = readInt();
    if (length == -1) {
      length = readInt();
    }
    if (length == 0) {
      if (places != null || position != input.length()) {
        throw new IOException("the end of a stream at byte " + position + ", and more behind it");
      }
      return null;
    }
    ByteBuffer bytes = input.read(position, length);
    position += length;
    return Message.getRootAsMessage(bytes);
  }

  private int readInt() throws IOException {
    int value = input.read(position, Integer.BYTES).getInt();
    position += Integer.BYTES;
    return value;
  }

  /** The next batch of rows, which the caller closes; null at the end. */
  ArrowBatch next() throws IOException {
    while (places == null || nextPlace < places.size()) {
      long start = nextOffset();
      Message message = message(start);
      if (message == null) {
        return null;
      }
      long body = position;
      input.check(body, message.bodyLength());
      position += message.bodyLength();
      switch (message.headerType()) {
        case MessageHeader.RecordBatch -> {
          if (nextPlace <= dictionaryPlaces && places != null) {
            throw new IOException("a batch at byte " + start + ", where a dictionary should be");
          }
          RecordBatch facts = (RecordBatch) message.header(new RecordBatch());
          return new ArrowBatch(
              input, facts, start, body, message.bodyLength(), dictionaries, limits);
        }
        case MessageHeader.DictionaryBatch -> {
          DictionaryBatch facts = (DictionaryBatch) message.header(new DictionaryBatch());
          try (ArrowBatch batch =
              new ArrowBatch(
                  input, facts.data(), start, body, message.bodyLength(), dictionaries, limits)) {
            dictionaries.read(facts, batch);
          }
        }
        default -> throw new IOException("a message of kind " + message.headerType());
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
