// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import com.github.jelmerk.hnswlib.core.DistanceFunction;
import com.github.jelmerk.hnswlib.core.DistanceFunctions;
import com.github.jelmerk.hnswlib.core.Item;
import com.github.jelmerk.hnswlib.core.ObjectSerializer;
import com.github.jelmerk.hnswlib.core.SearchResult;
import com.github.jelmerk.hnswlib.core.hnsw.HnswIndex;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.IOUtils;
import org.omdb.bench.data.VectorSet;

/**
 * Jelmer Kuperus' hnswlib for Java. The whole index is on the heap. It uses the distance functions
 * of {@code hnswlib-core}, which do not use SIMD.
 */
final class HnswlibContender implements Contender {

  private static final int ROWS_PER_PROGRESS = 256;
  private static final String INDEX = "index";

  @Override
  public String name() {
    return "hnswlib-java";
  }

  @Override
  public String description() {
    return "hnswlib-core 1.2.1, all on the heap";
  }

  @Override
  public BuildReport build(VectorSet set, Path folder, BuildOptions options) throws IOException {
    long start = System.nanoTime();
    HnswIndex<String, float[], Row, Float> index =
        HnswIndex.newBuilder(set.dimension(), distance(set.similarity()), set.size())
            .withM(options.maxConn())
            .withEfConstruction(options.beamWidth())
            .withCustomSerializers(new IdSerializer(), new RowSerializer())
            .build();
    for (int row = 0; row < set.size(); row++) {
      index.add(new Row(set.ids().get(row), set.base().get(row)));
      if (row % ROWS_PER_PROGRESS == 0) {
        options.progress().accept(row);
      }
    }
    Path file = folder.resolve(INDEX);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      index.save(out);
    }
    IOUtils.fsync(file, false);
    double seconds = (System.nanoTime() - start) / 1e9;
    options.progress().accept(set.size());
    long vectors = (long) set.size() * set.dimension() * Float.BYTES;
    // The file has each id twice: as the key of a node number, and as part of the item.
    long ids = 0;
    for (String id : set.ids()) {
      ids += 2L * (Short.BYTES + id.getBytes(StandardCharsets.UTF_8).length) + Integer.BYTES;
    }
    long graph = Files.size(file) - vectors - ids;
    return BuildReport.inOnePiece(seconds, new Sizes(vectors, graph, 0, ids, 0));
  }

  private static DistanceFunction<float[], Float> distance(VectorSimilarityFunction similarity) {
    return switch (similarity) {
      case EUCLIDEAN -> DistanceFunctions.FLOAT_EUCLIDEAN_DISTANCE;
      case COSINE -> DistanceFunctions.FLOAT_COSINE_DISTANCE;
      case DOT_PRODUCT, MAXIMUM_INNER_PRODUCT -> DistanceFunctions.FLOAT_INNER_PRODUCT;
    };
  }

  @Override
  public Searcher open(Path folder) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(folder.resolve(INDEX)))) {
      return new HnswlibSearcher(HnswIndex.load(in));
    }
  }

  /** A vector with its id. */
  record Row(String id, float[] vector) implements Item<String, float[]> {

    private static final long serialVersionUID = 1L;

    @Override
    public int dimensions() {
      return vector.length;
    }
  }

  private record HnswlibSearcher(HnswIndex<String, float[], Row, Float> index) implements Searcher {

    /** The fanout is a property of the whole index, so all threads must use the same one. */
    @Override
    public Hits search(float[] query, int k, int fanout) {
      if (index.getEf() != fanout) {
        index.setEf(fanout);
      }
      List<SearchResult<Row, Float>> results = index.findNearest(query, k);
      return () -> {
        String[] ids = new String[results.size()];
        for (int i = 0; i < ids.length; i++) {
          ids[i] = results.get(i).item().id();
        }
        return ids;
      };
    }

    @Override
    public long offHeapBytes() {
      return 0;
    }

    @Override
    public void close() {}
  }

  private static final class IdSerializer implements ObjectSerializer<String> {

    private static final long serialVersionUID = 1L;

    @Override
    public void write(String id, ObjectOutput out) throws IOException {
      out.writeUTF(id);
    }

    @Override
    public String read(ObjectInput in) throws IOException {
      return in.readUTF();
    }
  }

  private static final class RowSerializer implements ObjectSerializer<Row> {

    private static final long serialVersionUID = 1L;

    @Override
    public void write(Row row, ObjectOutput out) throws IOException {
      out.writeUTF(row.id());
      out.writeInt(row.vector().length);
      for (float component : row.vector()) {
        out.writeFloat(component);
      }
    }

    @Override
    public Row read(ObjectInput in) throws IOException {
      String id = in.readUTF();
      float[] vector = new float[in.readInt()];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = in.readFloat();
      }
      return new Row(id, vector);
    }
  }
}
