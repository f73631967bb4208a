// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SoftDeletesDirectoryReaderWrapper;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.omdb.lucene.OmdbVectorIds;
import org.omdb.opensearch.vector.VectorParser;
import org.opensearch.common.lucene.Lucene;

/** Reads the ids and vectors of an index, as a client and from its files with Lucene. */
public final class Contents {

  private static final int PAGE = 2_000;
  private static final int ATTEMPTS = 20;

  private Contents() {}

  /**
   * Reads all documents of an index by searches, vectors from the segments.
   *
   * @param preference {@code _primary} or {@code _replica}
   */
  public static Map<String, float[]> ofIndex(Rest rest, String index, String preference)
      throws IOException {
    Map<String, float[]> contents = new HashMap<>();
    String query =
        Json.of(
            "{'size': "
                + PAGE
                + ", '_source': false, 'sort': ['_doc'], 'fields': [{'field': '"
                + ClusterTestCase.FIELD
                + "', 'format': 'base64'}]}");
    JsonNode page = rest.post(index + "/_search?scroll=1m&preference=" + preference, query);
    while (page.get("hits").get("hits").isEmpty() == false) {
      if (page.get("_shards").get("failed").asInt() > 0) {
        throw new AssertionError(page.get("_shards").toString());
      }
      for (JsonNode hit : page.get("hits").get("hits")) {
        String base64 = hit.path("fields").path(ClusterTestCase.FIELD).path(0).asText(null);
        float[] vector = base64 == null ? null : VectorParser.fromBase64(base64, "");
        if (contents.put(hit.get("_id").asText(), vector) != null) {
          throw new AssertionError("twice: " + hit.get("_id"));
        }
      }
      page =
          rest.post(
              "_search/scroll",
              Json.of("{'scroll': '1m', 'scroll_id': '" + page.get("_scroll_id").asText() + "'}"));
    }
    // An open scroll keeps its shards open, and they could not come back to the same node.
    rest.send(
        "DELETE",
        "_search/scroll",
        Json.of("{'scroll_id': '" + page.get("_scroll_id").asText() + "'}"));
    return contents;
  }

  /**
   * Fails unless all copies of an index have the expected ids and bits. Waits for replicas that
   * copy segments.
   */
  public static void awaitSame(Rest rest, String index, Map<String, float[]> expected)
      throws Exception {
    rest.awaitGreen(index);
    rest.post(index + "/_refresh", null);
    assertSame(index + " _primary", expected, ofIndex(rest, index, "_primary"));
    for (int attempt = 1; ; attempt++) {
      try {
        assertSame(index + " _replica", expected, ofIndex(rest, index, "_replica"));
        return;
      } catch (AssertionError e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
      Thread.sleep(500);
    }
  }

  /** The folders of all shards of an index on a node. */
  public static List<Path> shardFolders(Path node, String indexUuid) throws IOException {
    List<Path> folders = new ArrayList<>();
    Path index = node.resolve("data/nodes/0/indices").resolve(indexUuid);
    if (Files.isDirectory(index)) {
      try (DirectoryStream<Path> shards = Files.newDirectoryStream(index, "[0-9]*")) {
        for (Path shard : shards) {
          folders.add(shard.resolve("index"));
        }
      }
    }
    return folders;
  }

  /** Reads the live documents of a shard's last commit with Lucene alone. */
  public static Map<String, float[]> ofFolder(Path folder) throws IOException {
    return ofFolder(folder, ClusterTestCase.FIELD);
  }

  /** Reads the vectors of one field, as {@link #ofFolder(Path)}. */
  public static Map<String, float[]> ofFolder(Path folder, String field) throws IOException {
    Map<String, float[]> contents = new HashMap<>();
    BytesRef id = new BytesRef();
    try (Directory directory = FSDirectory.open(folder);
        DirectoryReader reader =
            new SoftDeletesDirectoryReaderWrapper(
                DirectoryReader.open(directory), Lucene.SOFT_DELETES_FIELD)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        OmdbVectorIds ids = OmdbVectorIds.of(leaf.reader(), field);
        if (ids.size() == 0) {
          continue;
        }
        FloatVectorValues vectors = (FloatVectorValues) ids.vectors();
        Bits live = leaf.reader().getLiveDocs();
        for (int ordinal = 0; ordinal < ids.size(); ordinal++) {
          if (live == null || live.get(vectors.ordToDoc(ordinal))) {
            if (ids.ordinalToId(ordinal, id) == false) {
              throw new AssertionError("a vector without an id in " + folder);
            }
            float[] vector = vectors.vectorValue(ordinal).clone();
            if (contents.put(id.utf8ToString(), vector) != null) {
              throw new AssertionError("twice: " + id.utf8ToString() + " in " + folder);
            }
          }
        }
      }
    }
    return contents;
  }

  /** Fails unless both have the same ids, with the same bits of each vector. */
  public static void assertSame(
      String what, Map<String, float[]> expected, Map<String, float[]> found) {
    if (expected.keySet().equals(found.keySet()) == false) {
      List<String> missing = new ArrayList<>(expected.keySet());
      missing.removeAll(found.keySet());
      List<String> extra = new ArrayList<>(found.keySet());
      extra.removeAll(expected.keySet());
      throw new AssertionError(
          what
              + ": "
              + missing.size()
              + " ids are missing "
              + first(missing)
              + ", "
              + extra.size()
              + " should not be there "
              + first(extra));
    }
    expected.forEach(
        (id, vector) -> {
          if (hasSameBits(vector, found.get(id)) == false) {
            throw new AssertionError(
                what + ": the vector of " + id + " is " + Arrays.toString(found.get(id)));
          }
        });
  }

  private static List<String> first(List<String> ids) {
    return ids.subList(0, Math.min(10, ids.size()));
  }

  private static boolean hasSameBits(float[] a, float[] b) {
    if (a == null || b == null || a.length != b.length) {
      return a == b;
    }
    for (int i = 0; i < a.length; i++) {
      if (Float.floatToRawIntBits(a[i]) != Float.floatToRawIntBits(b[i])) {
        return false;
      }
    }
    return true;
  }
}
