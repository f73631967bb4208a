// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.cluster;

import java.io.IOException;
import java.util.List;
import java.util.function.IntConsumer;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.index.IndexModule;
import org.opensearch.index.query.AbstractQueryBuilder;
import org.opensearch.index.query.QueryShardContext;
import org.opensearch.plugins.Plugin;
import org.opensearch.plugins.SearchPlugin;

/**
 * Adds the query {@code hook}, which matches all documents, and calls a test whenever a segment is
 * searched with it. So a test decides how long a filter takes. Indexes whose names begin with
 * {@code wrapped} have a reader wrapper, as the security plugin sets one.
 */
public final class HookPlugin extends Plugin implements SearchPlugin {

  /** Gets the number of each segment that is searched. For all nodes of the JVM. */
  public static volatile IntConsumer onSegment = segment -> {};

  @Override
  public void onIndexModule(IndexModule module) {
    if (module.getIndex().getName().startsWith("wrapped")) {
      module.setReaderWrapper(index -> reader -> reader);
    }
  }

  @Override
  public List<QuerySpec<?>> getQueries() {
    return List.of(new QuerySpec<>(HookBuilder.NAME, HookBuilder::new, HookBuilder::parse));
  }

  private static final class HookBuilder extends AbstractQueryBuilder<HookBuilder> {

    private static final String NAME = "hook";

    HookBuilder() {}

    HookBuilder(StreamInput in) throws IOException {
      super(in);
    }

    static HookBuilder parse(XContentParser parser) throws IOException {
      parser.skipChildren();
      return new HookBuilder();
    }

    @Override
    protected void doWriteTo(StreamOutput out) {}

    @Override
    protected void doXContent(XContentBuilder builder, Params params) throws IOException {
      builder.startObject(NAME).endObject();
    }

    @Override
    protected Query doToQuery(QueryShardContext context) {
      return new HookQuery();
    }

    @Override
    protected boolean doEquals(HookBuilder other) {
      return true;
    }

    @Override
    protected int doHashCode() {
      return 1;
    }

    @Override
    public String getWriteableName() {
      return NAME;
    }
  }

  private static final class HookQuery extends Query {

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode scoreMode, float boost) {
      return new ConstantScoreWeight(this, boost) {
        @Override
        public ScorerSupplier scorerSupplier(LeafReaderContext leaf) {
          int size = leaf.reader().maxDoc();
          return new ScorerSupplier() {
            @Override
            public Scorer get(long leadCost) {
              onSegment.accept(leaf.ord);
              return new ConstantScoreScorer(score(), scoreMode, DocIdSetIterator.all(size));
            }

            @Override
            public long cost() {
              return size;
            }
          };
        }

        @Override
        public boolean isCacheable(LeafReaderContext leaf) {
          return false;
        }
      };
    }

    @Override
    public void visit(QueryVisitor visitor) {
      visitor.visitLeaf(this);
    }

    @Override
    public String toString(String field) {
      return "hook";
    }

    @Override
    public boolean equals(Object other) {
      return sameClassAs(other);
    }

    @Override
    public int hashCode() {
      return classHash();
    }
  }
}
