// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.cluster;

import java.io.IOException;
import java.util.List;
import org.omdb.opensearch.OmdbPlugin;
import org.opensearch.common.io.stream.BytesStreamOutput;
import org.opensearch.common.settings.Settings;
import org.opensearch.common.xcontent.XContentType;
import org.opensearch.core.common.Strings;
import org.opensearch.core.common.bytes.BytesReference;
import org.opensearch.core.common.io.stream.NamedWriteableAwareStreamInput;
import org.opensearch.core.common.io.stream.NamedWriteableRegistry;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.xcontent.DeprecationHandler;
import org.opensearch.core.xcontent.NamedXContentRegistry;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.index.query.AbstractQueryBuilder;
import org.opensearch.index.query.QueryBuilder;
import org.opensearch.search.SearchModule;

/** Copies queries as a cluster does. */
public final class QueryCopies {

  private static final SearchModule SEARCH =
      new SearchModule(Settings.EMPTY, List.of(new OmdbPlugin(Settings.EMPTY)));
  private static final NamedWriteableRegistry WRITEABLES =
      new NamedWriteableRegistry(SEARCH.getNamedWriteables());
  private static final NamedXContentRegistry XCONTENT =
      new NamedXContentRegistry(SEARCH.getNamedXContents());

  private QueryCopies() {}

  /** The copy that another node gets. */
  public static QueryBuilder sent(QueryBuilder query) throws IOException {
    return sent(query, message -> message);
  }

  /** Changes a message. */
  @FunctionalInterface
  public interface Change {
    BytesReference of(BytesReference message) throws IOException;
  }

  /** The copy that another node gets of a message that is changed on its way. */
  public static QueryBuilder sent(QueryBuilder query, Change change) throws IOException {
    try (BytesStreamOutput out = new BytesStreamOutput()) {
      out.writeNamedWriteable(query);
      try (StreamInput in =
          new NamedWriteableAwareStreamInput(change.of(out.bytes()).streamInput(), WRITEABLES)) {
        return in.readNamedWriteable(QueryBuilder.class);
      }
    }
  }

  /** The query that is parsed from what a query writes as JSON. */
  public static QueryBuilder parsed(QueryBuilder query) throws IOException {
    return parsed(Strings.toString(XContentType.JSON, query));
  }

  /** Parses a query. */
  public static QueryBuilder parsed(String json) throws IOException {
    try (XContentParser parser =
        XContentType.JSON
            .xContent()
            .createParser(XCONTENT, DeprecationHandler.THROW_UNSUPPORTED_OPERATION, json)) {
      return AbstractQueryBuilder.parseInnerQueryBuilder(parser);
    }
  }
}
