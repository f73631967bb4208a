// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOUtils;
import org.omdb.image.ElementType;
import org.omdb.image.OmdbFile;
import org.omdb.image.OmdbFileIds;
import org.omdb.image.OmdbFileWriter;
import org.omdb.image.OmdbHeader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Opens a stand-alone OMDB file in the page cache, and reads all of its vectors and ids. */
public class ImageParsing extends MicroBenchmark {

  private static final int DIMENSION = 128;

  /** Number of vectors, each of which has an id. */
  @Param({"10000"})
  public int rows;

  private Path folder;
  private Path path;

  /** Called by JMH. */
  public ImageParsing() {}

  /**
   * Writes the file.
   *
   * @throws IOException if that fails
   */
  @Setup(Level.Trial)
  public void write() throws IOException {
    folder = Files.createTempDirectory("omdb-jmh-");
    path = folder.resolve("vectors.omdb");
    OmdbHeader header = OmdbHeader.of(ElementType.FLOAT32, DIMENSION, rows, true);
    SplittableRandom random = new SplittableRandom(7);
    try (OmdbFileWriter writer = OmdbFileWriter.create(path, header, rows, false)) {
      float[] vector = new float[DIMENSION];
      for (int row = 0; row < rows; row++) {
        for (int i = 0; i < DIMENSION; i++) {
          vector[i] = random.nextFloat();
        }
        writer.image().writeVector(vector);
      }
      for (int row = 0; row < rows; row++) {
        writer.image().writeId(row, new BytesRef("document/" + row));
      }
      writer.commit();
    }
  }

  /**
   * Deletes the file.
   *
   * @throws IOException if that fails
   */
  @TearDown(Level.Trial)
  public void delete() throws IOException {
    IOUtils.rm(folder);
  }

  /**
   * Maps the file, checks its header, unmaps it.
   *
   * @return the number of vectors
   * @throws IOException if reading fails
   */
  @Benchmark
  public int open() throws IOException {
    try (OmdbFile file = OmdbFile.open(path)) {
      return file.header().count();
    }
  }

  /**
   * Opens the file and reads all vectors.
   *
   * @return the sum of all components
   * @throws IOException if reading fails
   */
  @Benchmark
  public float openAndReadVectors() throws IOException {
    try (OmdbFile file = OmdbFile.open(path)) {
      float[] vector = new float[DIMENSION];
      float sum = 0;
      for (int row = 0; row < rows; row++) {
        file.readVector(row, vector);
        sum += vector[row % DIMENSION];
      }
      return sum;
    }
  }

  /**
   * Opens the file, and reads and checks all entries of the id table.
   *
   * @return the number of ids
   * @throws IOException if reading fails
   */
  @Benchmark
  public long openAndReadIds() throws IOException {
    try (OmdbFile file = OmdbFile.open(path)) {
      OmdbFileIds ids = file.ids();
      return ids.ids();
    }
  }
}
