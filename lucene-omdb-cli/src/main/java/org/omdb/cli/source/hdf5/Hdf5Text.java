// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.hdf5;

import io.jhdf.api.Dataset;
import io.jhdf.dataset.DatasetBase;
import io.jhdf.object.datatype.StringData;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Strings of one length. NumPy, and so h5py and pandas, calls their bytes ASCII whatever they are,
 * and jHDF gives replacement characters for all others. They are mostly UTF-8.
 */
final class Hdf5Text {

  private Hdf5Text() {}

  /** Whether a data set has such strings, in one dimension. */
  static boolean isFixed(Dataset data) {
    return data instanceof DatasetBase
        && data.getDataType() instanceof StringData
        && data.getDimensions().length == 1;
  }

  /** Reads some of them; what is not UTF-8 has replacement characters. */
  static String[] read(Dataset data, long[] from, int[] count) {
    ByteBuffer bytes = ((DatasetBase) data).getSliceDataBuffer(from, count);
    StringData type = (StringData) data.getDataType();
    String[] strings = new String[count[0]];
    for (int i = 0; i < strings.length; i++) {
      ByteBuffer string = bytes.slice(bytes.position() + i * type.getSize(), type.getSize());
      type.getStringPaddingHandler().setBufferLimit(string);
      strings[i] = StandardCharsets.UTF_8.decode(string).toString();
    }
    return strings;
  }
}
