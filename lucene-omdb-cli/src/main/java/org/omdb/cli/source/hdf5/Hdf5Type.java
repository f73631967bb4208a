// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.hdf5;

import io.jhdf.api.Dataset;
import io.jhdf.object.datatype.EnumDataType;
import java.util.Collection;
import java.util.Set;

/** What jHDF gives for the values of a data set. */
enum Hdf5Type {
  FRACTION,
  WHOLE,
  TEXT,

  /** Of h5py, which writes an enumeration of two names. */
  BOOLEAN,

  /** None of the others. */
  OTHER;

  private static final Set<Class<?>> FRACTIONS = Set.of(float.class, double.class);

  private static final Set<Class<?>> WHOLES =
      Set.of(byte.class, short.class, int.class, long.class);

  private static final Set<String> BOOLEANS = Set.of("FALSE", "TRUE");

  static Hdf5Type of(Dataset data) {
    if (data.isCompound()) {
      return OTHER;
    }
    if (data.getDataType() instanceof EnumDataType names) {
      Collection<String> all = names.getEnumMapping().values();
      return BOOLEANS.containsAll(all) && all.size() == 2 ? BOOLEAN : TEXT;
    }
    Class<?> type = data.getJavaType();
    if (FRACTIONS.contains(type)) {
      return FRACTION;
    }
    if (WHOLES.contains(type)) {
      return WHOLE;
    }
    return type == String.class ? TEXT : OTHER;
  }

  boolean isNumber() {
    return this == FRACTION || this == WHOLE;
  }

  boolean isBoolean() {
    return this == BOOLEAN;
  }

  boolean isId() {
    return this == WHOLE || this == TEXT;
  }
}
