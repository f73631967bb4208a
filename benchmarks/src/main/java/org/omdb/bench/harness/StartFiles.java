// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files through which {@link StartRun} exchanges data with the JVMs that it starts. */
final class StartFiles {

  private StartFiles() {}

  /** Writes queries, which all have the same dimension. */
  static void writeQueries(Path file, float[][] queries) throws IOException {
    try (DataOutputStream out = output(file)) {
      out.writeInt(queries.length);
      out.writeInt(queries[0].length);
      for (float[] query : queries) {
        for (float component : query) {
          out.writeFloat(component);
        }
      }
    }
  }

  static float[][] readQueries(Path file) throws IOException {
    try (DataInputStream in = input(file)) {
      float[][] queries = new float[in.readInt()][in.readInt()];
      for (float[] query : queries) {
        for (int i = 0; i < query.length; i++) {
          query[i] = in.readFloat();
        }
      }
      return queries;
    }
  }

  static void writeTimes(Path file, StartTimes times) throws IOException {
    try (DataOutputStream out = output(file)) {
      out.writeDouble(times.openMillis());
      out.writeInt(times.searchMillis().length);
      for (double millis : times.searchMillis()) {
        out.writeDouble(millis);
      }
      out.writeInt(times.ids().size());
      for (String[] ids : times.ids()) {
        out.writeInt(ids.length);
        for (String id : ids) {
          out.writeUTF(id);
        }
      }
    }
  }

  static StartTimes readTimes(Path file) throws IOException {
    try (DataInputStream in = input(file)) {
      double openMillis = in.readDouble();
      double[] searchMillis = new double[in.readInt()];
      for (int i = 0; i < searchMillis.length; i++) {
        searchMillis[i] = in.readDouble();
      }
      int queries = in.readInt();
      List<String[]> ids = new ArrayList<>(queries);
      for (int query = 0; query < queries; query++) {
        String[] ofQuery = new String[in.readInt()];
        for (int i = 0; i < ofQuery.length; i++) {
          ofQuery[i] = in.readUTF();
        }
        ids.add(ofQuery);
      }
      return new StartTimes(openMillis, searchMillis, ids);
    }
  }

  private static DataOutputStream output(Path file) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
  }

  private static DataInputStream input(Path file) throws IOException {
    return new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
  }
}
