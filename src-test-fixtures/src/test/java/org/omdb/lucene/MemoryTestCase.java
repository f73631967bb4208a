// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.CompoundDirectory;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.omdb.fixtures.ColdDirectory;
import org.omdb.fixtures.ColdDirectory.Access;
import org.omdb.lucene.format.HnswParameters;
import org.omdb.lucene.format.OmdbHnswVectorsFormat;

/** Tests of what is read of an index, and of how many bytes its parts have. */
@SuppressFileSystems("*") // memory-mapped
abstract class MemoryTestCase extends LuceneTestCase {

  static final String FLOATS = "floats";
  static final String BYTES = "bytes";

  /** Has a graph of another M, and so files of its own. */
  static final String OTHER = "other";

  /** In the format of Lucene. */
  static final String FOREIGN = "foreign";

  static final int COUNT = 1_600;
  static final int DIMENSION = 64;

  private static final int LATENT = 12;

  /** Random numbers from adjacent seeds are alike. */
  private static final long SEED_STEP = 0x9E3779B97F4A7C15L;

  /** Of a file: what headers, footers and padding take at most. */
  static final int MAX_OVERHEAD = 500;

  /** What should stay in memory. */
  static final List<String> HOT = List.of("omda", "omdc", "vex");

  static OmdbCodec codec(boolean isLoadedOnOpen) {
    return new OmdbCodec(OmdbCodec.builder().loadOnOpen(isLoadedOnOpen)) {

      private final KnnVectorsFormat foreign = new Lucene99HnswVectorsFormat();
      private final KnnVectorsFormat other =
          new OmdbHnswVectorsFormat(new HnswParameters(8, 40, 1), idDocValues(), isLoadedOnOpen);

      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return switch (field) {
          case OTHER -> other;
          case FOREIGN -> foreign;
          default -> super.getKnnVectorsFormatForField(field);
        };
      }
    };
  }

  static IndexWriterConfig config(Codec codec, boolean isCompound) {
    TieredMergePolicy policy = new TieredMergePolicy();
    policy.setNoCFSRatio(isCompound ? 1 : 0);
    return new IndexWriterConfig()
        .setCodec(codec)
        .setUseCompoundFile(isCompound)
        .setMergePolicy(policy)
        .setMergeScheduler(new SerialMergeScheduler());
  }

  /** Vectors of {@value #LATENT} latent dimensions and noise, which codes tell apart. */
  static float[] vector(int i, int dimension) {
    Random ofVector = new Random(i * SEED_STEP);
    float[] vector = new float[dimension];
    for (int j = 0; j < dimension; j++) {
      vector[j] = 0.3f * (float) ofVector.nextGaussian();
    }
    Random directions = new Random(LATENT);
    for (int latent = 0; latent < LATENT; latent++) {
      float along = (float) ofVector.nextGaussian();
      for (int j = 0; j < dimension; j++) {
        vector[j] += along * (float) directions.nextGaussian();
      }
    }
    return vector;
  }

  /** Almost equal vectors, which codes do not tell apart. */
  static float[] tightVector(int i) {
    Random noise = new Random(i * SEED_STEP);
    float[] vector = new float[DIMENSION];
    for (int j = 0; j < DIMENSION; j++) {
      vector[j] = j + noise.nextFloat() / 100_000;
    }
    vector[0] += i % 100 == 0 ? 10 + i : 0;
    return vector;
  }

  static byte[] bytes(int i) {
    byte[] bytes = new byte[DIMENSION];
    new Random(i * SEED_STEP).nextBytes(bytes);
    return bytes;
  }

  static Document document(int i) {
    Document document = new Document();
    document.add(
        new OmdbVectorField(
            FLOATS, "f" + i, vector(i, DIMENSION), VectorSimilarityFunction.EUCLIDEAN));
    document.add(
        new OmdbByteVectorField(BYTES, "b" + i, bytes(i), VectorSimilarityFunction.EUCLIDEAN));
    document.add(new KnnFloatVectorField(OTHER, vector(i, DIMENSION + 8)));
    document.add(new KnnFloatVectorField(FOREIGN, vector(i, DIMENSION)));
    return document;
  }

  static void add(IndexWriter writer, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      writer.addDocument(document(i));
    }
  }

  /** Writes segments of {@link #COUNT} documents each. */
  static void write(Directory dir, OmdbCodec codec, int segments, boolean isCompound)
      throws IOException {
    IndexWriterConfig config =
        config(codec, isCompound).setMergePolicy(NoMergePolicy.INSTANCE).setRAMBufferSizeMB(100);
    try (IndexWriter writer = new IndexWriter(dir, config)) {
      for (int segment = 0; segment < segments; segment++) {
        add(writer, segment * COUNT, (segment + 1) * COUNT);
        writer.commit();
      }
    }
  }

  static ColdDirectory newColdDirectory() throws IOException {
    return new ColdDirectory(new MMapDirectory(createTempDir()));
  }

  static SegmentInfo onlySegment(Directory dir) throws IOException {
    SegmentInfos infos = SegmentInfos.readLatestCommit(dir);
    assertEquals(1, infos.size());
    return infos.info(0).info;
  }

  /** A file within another one, or a whole file. */
  record Place(String file, long offset, long length) {}

  /** The files of all segments that are in a format of ours, also those in compound files. */
  static Map<String, Place> places(ColdDirectory dir) throws IOException {
    Map<String, Place> places = new TreeMap<>();
    for (SegmentCommitInfo commit : SegmentInfos.readLatestCommit(dir)) {
      SegmentInfo info = commit.info;
      if (info.getUseCompoundFile()) {
        try (CompoundDirectory files =
            info.getCodec().compoundFormat().getCompoundReader(dir, info)) {
          addPlaces(places, dir, files, List.of(files.listAll()));
        }
      } else {
        addPlaces(places, dir, dir, info.files());
      }
    }
    return places;
  }

  private static void addPlaces(
      Map<String, Place> places, ColdDirectory dir, Directory files, Iterable<String> names)
      throws IOException {
    for (String name : names) {
      if (name.contains(OmdbHnswVectorsFormat.NAME)) {
        try (IndexInput in = files.openInput(name, IOContext.DEFAULT)) {
          dir.record();
          in.readByte();
          Access first = dir.recorded().get(0);
          places.put(name, new Place(first.file(), first.offset(), in.length()));
        }
      }
    }
  }

  static String extension(String file) {
    return IndexFileNames.getExtension(file);
  }

  /** How many bytes of each file were read, counting a byte that was read twice as two. */
  static Map<String, Long> bytesRead(List<Access> accesses, Map<String, Place> places) {
    Map<String, Long> bytes = new HashMap<>();
    places.keySet().forEach(name -> bytes.put(name, 0L));
    for (Access access : accesses) {
      if (access.isPrefetch() == false) {
        places.forEach(
            (name, place) -> {
              if (contains(place, access)) {
                bytes.merge(name, access.length(), Long::sum);
              }
            });
      }
    }
    return bytes;
  }

  static boolean contains(Place place, Access access) {
    return place.file().equals(access.file())
        && access.offset() >= place.offset()
        && access.offset() + access.length() <= place.offset() + place.length();
  }

  /** The accesses within a file, in their order. */
  static List<Access> within(Place place, List<Access> accesses, boolean isPrefetch) {
    List<Access> within = new ArrayList<>();
    for (Access access : accesses) {
      if (access.isPrefetch() == isPrefetch && contains(place, access)) {
        within.add(access);
      }
    }
    return within;
  }

  /** How many bytes of a file were read at all. */
  static long covered(Place place, List<Access> accesses) {
    List<Access> reads = within(place, accesses, false);
    reads.sort(Comparator.comparingLong(Access::offset));
    long covered = 0;
    long end = place.offset();
    for (Access read : reads) {
      long readEnd = read.offset() + read.length();
      covered += Math.max(0, readEnd - Math.max(end, read.offset()));
      end = Math.max(end, readEnd);
    }
    return covered;
  }

  /** Whether all of a file was read but headers, footers and padding. */
  static boolean isLoaded(Place place, List<Access> accesses) {
    return covered(place, accesses) > place.length() - MAX_OVERHEAD;
  }

  /** Whether there is more in a file than header, footer and padding. */
  static boolean isEmpty(Place place) {
    return place.length() < MAX_OVERHEAD;
  }
}
