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
import java.util.stream.Stream;

/** The files by which a benchmark and the JVMs that it starts exchange data. */
public final class ChildFiles {

  private ChildFiles() {}

  /**
   * Writes queries.
   *
   * @param file to write
   * @param queries at least one, all of one length
   * @throws IOException if writing fails
   */
  public static void writeQueries(Path file, float[][] queries) throws IOException {
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

  /**
   * Reads queries.
   *
   * @param file that {@link #writeQueries} wrote
   * @return the queries
   * @throws IOException if reading fails
   */
  public static float[][] readQueries(Path file) throws IOException {
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

  /**
   * How much a folder takes.
   *
   * @param folder an index or a store, which nobody writes
   * @return the bytes of all files in it and below
   * @throws IOException if reading the folder fails
   */
  public static long bytes(Path folder) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  static void writeTimes(Path file, StartTimes times) throws IOException {
    try (DataOutputStream out = output(file)) {
      out.writeDouble(times.openMillis());
      out.writeInt(times.searchMillis().length);
      for (double millis : times.searchMillis()) {
        out.writeDouble(millis);
      }
      write(times.ids(), out);
    }
  }

  /**
   * Writes the ids that searches found.
   *
   * @param file to write
   * @param found by search, best hit first
   * @throws IOException if writing fails
   */
  public static void writeIds(Path file, List<String[]> found) throws IOException {
    try (DataOutputStream out = output(file)) {
      write(found, out);
    }
  }

  private static void write(List<String[]> found, DataOutputStream out) throws IOException {
    out.writeInt(found.size());
    for (String[] ids : found) {
      out.writeInt(ids.length);
      for (String id : ids) {
        out.writeUTF(id);
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
      return new StartTimes(openMillis, searchMillis, readIds(in));
    }
  }

  /**
   * Reads the ids that searches found.
   *
   * @param file that {@link #writeIds} wrote
   * @return ids by search, best hit first
   * @throws IOException if reading fails
   */
  public static List<String[]> readIds(Path file) throws IOException {
    try (DataInputStream in = input(file)) {
      return readIds(in);
    }
  }

  private static List<String[]> readIds(DataInputStream in) throws IOException {
    int searches = in.readInt();
    List<String[]> found = new ArrayList<>(searches);
    for (int search = 0; search < searches; search++) {
      String[] ids = new String[in.readInt()];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = in.readUTF();
      }
      found.add(ids);
    }
    return found;
  }

  private static DataOutputStream output(Path file) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
  }

  private static DataInputStream input(Path file) throws IOException {
    return new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
  }
}
