// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.message;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Test;
import org.omdb.opensearch.cluster.Json;
import org.omdb.opensearch.cluster.QueryCopies;
import org.opensearch.common.io.stream.BytesStreamOutput;
import org.opensearch.core.common.bytes.BytesReference;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.index.query.QueryBuilder;

/** A message of another version of the plugin is refused, with both versions. */
public class TestMessageFormat {

  private static String refusal(BytesReference message) throws Exception {
    try (StreamInput in = message.streamInput()) {
      return assertThrows(IllegalStateException.class, () -> MessageFormat.check(in, "omdb_knn"))
          .getMessage();
    }
  }

  private static void assertContains(String text, String part) {
    assertTrue(text, text.contains(part));
  }

  @Test
  public void testTheOwnFormatIsRead() throws Exception {
    try (BytesStreamOutput out = new BytesStreamOutput()) {
      MessageFormat.write(out);
      out.writeString("what follows");
      try (StreamInput in = out.bytes().streamInput()) {
        MessageFormat.check(in, "omdb_knn");
        assertEquals("what follows", in.readString());
        assertEquals(0, in.available());
      }
    }
  }

  @Test
  public void testALaterFormatIsRefused() throws Exception {
    try (BytesStreamOutput out = new BytesStreamOutput()) {
      out.writeVInt(MessageFormat.MARK + 7);
      out.writeString("9.1.0");
      String refusal = refusal(out.bytes());
      assertContains(refusal, "[omdb_knn] comes from a node");
      assertContains(refusal, "version 9.1.0, whose messages have format 7");
      assertContains(refusal, "which reads format 1. Upgrade all nodes");
    }
  }

  /** They begin with the length of something. */
  @Test
  public void testMessagesWithoutAFormatAreRefused() throws Exception {
    for (int length : new int[] {0, 1, 9, 127, 128, 32_766, Integer.MAX_VALUE}) {
      try (BytesStreamOutput out = new BytesStreamOutput()) {
        out.writeVInt(length);
        assertContains(refusal(out.bytes()), "version 0.1.0, whose messages have no");
      }
    }
  }

  @Test
  public void testQueriesHaveTheFormat() throws Exception {
    String knn = "{'omdb_knn': {'e': {'vector': [1], 'k': 1}}}";
    for (String json :
        List.of(
            knn,
            "{'omdb_knn': {'e': {'id': 'a', 'k': 1}}}",
            "{'omdb_score': {'e': {'vector': [1], 'filter': {'match_all': {}}}}}",
            "{'knn': {'e': {'vector': [1], 'k': 1}}}",
            "{'omdb_hybrid': {'queries': [{'match_all': {}}, {'match_all': {}}]}}")) {
      QueryBuilder query = QueryCopies.parsed(Json.of(json));
      assertEquals(query, QueryCopies.sent(query));
      String refusal =
          assertThrows(
                  IllegalStateException.class,
                  () -> QueryCopies.sent(query, message -> OtherFormat.of(message, 2)))
              .getMessage();
      assertContains(refusal, "[" + query.getName() + "] comes from");
      assertContains(refusal, "messages have format 2");
    }
  }
}
