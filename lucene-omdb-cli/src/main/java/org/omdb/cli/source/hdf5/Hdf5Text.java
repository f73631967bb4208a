// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.hdf5;

import io.jhdf.GlobalHeap;
import io.jhdf.Utils;
import io.jhdf.api.Dataset;
import io.jhdf.dataset.DatasetBase;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.StringData;
import io.jhdf.object.datatype.VariableLength;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.omdb.cli.source.table.EncodedBytes;
import org.omdb.cli.source.table.StoredValues;

/**
 * Strings of a data set. jHDF gives replacement characters for bytes that it can't decode, which
 * nobody can tell from those that are in the text. Besides, NumPy, and so h5py and pandas, calls
 * the bytes of strings of one length ASCII whatever they are, and they are mostly UTF-8.
 */
final class Hdf5Text {

  /** Writers fill one heap after the other, of some kB each. */
  private static final int MAX_HEAPS = 16;

  private static final int INDEX_BYTES = Integer.BYTES;

  /** A character takes up to two bytes in memory where UTF-8 has one. */
  private static final int BYTES_PER_BYTE = 2;

  private final DatasetBase data;

  private Hdf5Text(DatasetBase data) {
    this.data = data;
  }

  /** The strings of a data set; null if it has none, or not in one dimension. */
  static Hdf5Text of(Dataset data) {
    DataType type = data.getDataType();
    boolean isText =
        type instanceof StringData
            || (type instanceof VariableLength variable && variable.isVariableLengthString());
    return isText && data.getDimensions().length == 1 && data instanceof DatasetBase base
        ? new Hdf5Text(base)
        : null;
  }

  /**
   * Reads some of them.
   *
   * @param maxBytes how many their characters may take; the first value may have more
   * @return as many of the values as this allows; {@link EncodedBytes} if they are not UTF-8
   */
  List<Object> read(long[] from, int[] count, long maxBytes) {
    ByteBuffer bytes = data.getSliceDataBuffer(from, count);
    int start = bytes.position();
    int size = data.getDataType().getSize();
    Heaps heaps = new Heaps(data.getHdfFile().getHdfBackingStorage());
    List<Object> values = new ArrayList<>();
    long taken = 0;
    for (int i = 0; i < count[0]; i++) {
      ByteBuffer value = bytes.slice(start + i * size, size);
      if (data.getDataType() instanceof StringData type) {
        type.getStringPaddingHandler().setBufferLimit(value);
      } else {
        value = heaps.get(value);
      }
      taken += BYTES_PER_BYTE * (long) value.remaining();
      if (taken > maxBytes && i > 0) {
        break;
      }
      values.add(StoredValues.binary(value));
    }
    return values;
  }

  /** What strings of variable length refer to. Those that were used last are kept. */
  private static final class Heaps {

    private final HdfBackingStorage storage;
    private final Map<Long, GlobalHeap> byAddress =
        new LinkedHashMap<>(2 * MAX_HEAPS, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Long, GlobalHeap> eldest) {
            return size() > MAX_HEAPS;
          }
        };

    Heaps(HdfBackingStorage storage) {
      this.storage = storage;
    }

    /** Follows a reference: the address of a heap, and the number of the string in it. */
    ByteBuffer get(ByteBuffer reference) {
      reference.order(ByteOrder.LITTLE_ENDIAN);
      reference.position(reference.limit() - storage.getSizeOfOffsets() - INDEX_BYTES);
      long address = Utils.readBytesAsUnsignedLong(reference, storage.getSizeOfOffsets());
      int index = Utils.readBytesAsUnsignedInt(reference, INDEX_BYTES);
      if (index == 0) {
        return ByteBuffer.allocate(0); // was never written
      }
      GlobalHeap heap = byAddress.get(address);
      if (heap == null) {
        heap = new GlobalHeap(storage, address);
        byAddress.put(address, heap);
      }
      return heap.getObjectData(index);
    }
  }
}
