// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * Ground truth on disk. The file's name is a hash of everything that the contents depend on, so an
 * existing file is always up to date. A damaged file counts as missing.
 */
final class TruthFile {

  /** Must be incremented if the layout changes, or the neighbors of the same vectors change. */
  private static final int VERSION = 1;

  private final Path path;

  private TruthFile(Path path) {
    this.path = path;
  }

  static TruthFile of(VectorSet set, Path cache) {
    return new TruthFile(cache.resolve("neighbors-" + hash(set) + ".bin"));
  }

  private static String hash(VectorSet set) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has it", e);
    }
    digest.update(
        (VERSION + " " + GroundTruth.DEPTH + " " + set.similarity())
            .getBytes(StandardCharsets.UTF_8));
    update(digest, set.base());
    update(digest, set.queries());
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  private static void update(MessageDigest digest, Vectors vectors) {
    digest.update(ByteBuffer.allocate(8).putInt(vectors.size()).putInt(vectors.dimension()).flip());
    float[] row = new float[vectors.dimension()];
    ByteBuffer bytes = ByteBuffer.allocate(row.length * Float.BYTES);
    for (int i = 0; i < vectors.size(); i++) {
      vectors.read(i, row);
      bytes.asFloatBuffer().put(row);
      digest.update(bytes.array());
    }
  }

  /** Returns null if there is no such file, or it is damaged. */
  GroundTruth read() throws IOException {
    if (Files.exists(path) == false) {
      return null;
    }
    CheckedInputStream checked =
        new CheckedInputStream(new BufferedInputStream(Files.newInputStream(path)), new CRC32());
    try (DataInputStream in = new DataInputStream(checked)) {
      int queries = in.readInt();
      int depth = in.readInt();
      if (queries * (long) depth * 8 + 16 != Files.size(path)) {
        return null;
      }
      int[][] rows = new int[queries][depth];
      float[][] scores = new float[queries][depth];
      for (int query = 0; query < queries; query++) {
        for (int i = 0; i < depth; i++) {
          rows[query][i] = in.readInt();
          scores[query][i] = in.readFloat();
        }
      }
      long sum = checked.getChecksum().getValue();
      return in.readLong() == sum ? new GroundTruth(rows, scores) : null;
    } catch (EOFException e) {
      return null;
    }
  }

  /** Writes the file atomically, also if other processes write it at the same time. */
  void write(GroundTruth truth) throws IOException {
    Files.createDirectories(path.getParent());
    Path temporary = Files.createTempFile(path.getParent(), "neighbors-", ".tmp");
    try {
      CheckedOutputStream checked =
          new CheckedOutputStream(
              new BufferedOutputStream(Files.newOutputStream(temporary)), new CRC32());
      try (DataOutputStream out = new DataOutputStream(checked)) {
        out.writeInt(truth.queries());
        out.writeInt(truth.depth());
        for (int query = 0; query < truth.queries(); query++) {
          for (int i = 0; i < truth.depth(); i++) {
            out.writeInt(truth.rows(query)[i]);
            out.writeFloat(truth.scores(query)[i]);
          }
        }
        out.writeLong(checked.getChecksum().getValue());
      }
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
