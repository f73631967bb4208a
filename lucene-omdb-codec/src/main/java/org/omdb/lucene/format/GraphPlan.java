// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import java.io.IOException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.omdb.code.CodeChoice;
import org.omdb.code.CodeQuality;
import org.omdb.code.CodeScorer;
import org.omdb.graph.build.GraphShape;
import org.omdb.graph.build.GraphShape.Pruning;

/**
 * What graph a field of a new segment gets, if any, and how its vectors are compared while it is
 * built. Fields with few vectors get no plan, see {@link HnswParameters#hasGraph}.
 *
 * @param codes by what searches compare the vectors
 * @param isByCodes whether the graph is built by codes; by the vectors themselves if not
 * @param beamWidth efConstruction; 0 for no graph
 * @param isDraft whether a merge of the segment alone would build a better graph, or one at all
 */
record GraphPlan(CodesWriter.Choice codes, boolean isByCodes, int beamWidth, boolean isDraft) {

  /**
   * Plans the graph of a field.
   *
   * @param isFlush whether the segment is flushed; merged if not
   */
  static GraphPlan of(
      CodesWriter.Choice codes, HnswParameters parameters, SegmentWriteState state, boolean isFlush)
      throws IOException {
    boolean isByCodes = codes.codes() != null && CodeScorer.isFast();
    int beamWidth =
        isFlush && isSoonMerged(codes, state)
            ? flushedBeamWidth(codes, isByCodes, parameters)
            : parameters.beamWidth();
    return new GraphPlan(codes, isByCodes, beamWidth, beamWidth < parameters.beamWidth());
  }

  /**
   * Whether a flushed segment can do with less than the graph of a merge, until there is a merge.
   * The only segment of an index may stay the only one. And in a draft over vectors that are
   * unusually hard to compare, searches would miss too much.
   */
  private static boolean isSoonMerged(CodesWriter.Choice codes, SegmentWriteState state)
      throws IOException {
    boolean isOrdinary = codes.codes() != null || codes.choice() == CodeChoice.BYTES;
    return isOrdinary && SegmentFiles.isOnlySegment(state) == false;
  }

  /** No graph where a scan of the codes is as good as one; else a draft. */
  private static int flushedBeamWidth(
      CodesWriter.Choice codes, boolean isByCodes, HnswParameters parameters) {
    return isByCodes && codes.quality().isGoodForScan() ? 0 : parameters.draftBeamWidth();
  }

  boolean hasGraph() {
    return beamWidth > 0;
  }

  /** How the links of the graph are chosen. Inner products are no distances. */
  GraphShape shape(FieldInfo field, HnswParameters parameters) {
    Pruning pruning =
        field.getVectorSimilarityFunction() == VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT
            ? Pruning.HIDDEN_BY_NEW
            : Pruning.HIDDEN;
    return new GraphShape(parameters.maxConn(), beamWidth, pruning);
  }

  /** The plan as a message for the info stream. */
  String describe(FieldInfo field, int vectorCount) {
    return "field \""
        + field.name
        + "\", "
        + vectorCount
        + " vectors of dimension "
        + field.getVectorDimension()
        + ", compared by "
        + codes.choice().description()
        + "; candidates for "
        + CodeQuality.HITS
        + " hits: "
        + codes.quality().candidates()
        + " by 3 bits, "
        + codes.quality().binaryCandidates()
        + " by 1 bit (0: not measured); "
        + (hasGraph()
            ? "graph of efConstruction "
                + beamWidth
                + " by "
                + (isByCodes ? "codes" : "vectors as they are")
            : "no graph");
  }
}
