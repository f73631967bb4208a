// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph.build;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;
import org.omdb.graph.build.GraphShape.Pruning;

/**
 * The nodes that one node may be linked to, and the choice among them (algorithm 4 of the HNSW
 * paper): neighbors that are nearer to the node than to one another. Filled anew for each choice.
 * For one thread.
 */
final class LinkCandidates {

  private final UpdateableRandomVectorScorer pairScorer;

  private int[] nodes = new int[0];
  private float[] scores = new float[0]; // how near each of them is to the node
  private int count;

  // Candidates that are compared with one of them, and how near they are to it.
  private int[] others = new int[0];
  private float[] pairScores = new float[0];

  /**
   * @param pairScorer compares candidates with one another; not shared
   */
  LinkCandidates(UpdateableRandomVectorScorer pairScorer) {
    this.pairScorer = pairScorer;
  }

  /** Removes all candidates, and makes room for others. */
  void clear(int size) {
    count = 0;
    if (nodes.length < size) {
      nodes = new int[size];
      scores = new float[size];
      others = new int[size];
      pairScores = new float[size];
    }
  }

  /** Adds a candidate that is no better than those before. */
  void add(int node, float score) {
    nodes[count] = node;
    scores[count++] = score;
  }

  /** Takes the links of a slot as candidates, in no order and without scores. */
  void readLinks(NeighborTable table, int slot) {
    clear(table.max() + 2); // replaceWorst adds two
    count = table.read(slot, nodes);
  }

  /** Makes the candidates the links of a slot. */
  void writeLinks(NeighborTable table, int slot) {
    table.set(slot, nodes, count);
  }

  int count() {
    return count;
  }

  boolean contains(int node) {
    for (int i = 0; i < count; i++) {
      if (nodes[i] == node) {
        return true;
      }
    }
    return false;
  }

  /**
   * Selects diverse candidates: those that are nearer to the node than to any better selected one.
   *
   * <p>A candidate that is just as near to a selected one as to the node is a tie. It counts as
   * diverse if the selected one is nearer to the node than the candidate is. That matters where
   * vectors are equal: if the vector of a selected candidate equals the node's, every other
   * candidate is a tie. If ties did not count, the node would be linked to its equals only.
   *
   * @param max how many to select at most
   * @return the selected nodes, best first
   */
  int[] selectDiverse(int max) throws IOException {
    int selected = 0;
    int left = count; // candidates from `selected` to `left` are undecided
    while (selected < left && selected < max) {
      int inQuestion = left - selected - 1;
      if (inQuestion == 0 || selected + 1 == max) {
        selected++; // nothing is left to be compared with it
        break;
      }
      pairScorer.setScoringOrdinal(nodes[selected]);
      float selectedScore = scores[selected++];
      System.arraycopy(nodes, selected, others, 0, inQuestion);
      pairScorer.bulkScore(others, pairScores, inQuestion);
      left = selected;
      for (int i = 0; i < inQuestion; i++) {
        float score = scores[selected + i];
        if (pairScores[i] < score || (pairScores[i] == score && score < selectedScore)) {
          nodes[left] = others[i];
          scores[left++] = score;
        }
      }
    }
    return Arrays.copyOf(nodes, selected);
  }

  /**
   * Puts a new node among the links of a full node, and drops one: the farthest of which there is a
   * copy, that is, one whose vector is equal. If there is none, as the pruning says.
   */
  void replaceWorst(int from, int to, Pruning pruning) throws IOException {
    nodes[count] = to;
    nodes[count + 1] = from;
    pairScorer.setScoringOrdinal(from);
    pairScorer.bulkScore(nodes, scores, count + 2);
    float ofEqual = scores[count + 1];
    sort(count + 1);
    int dropped = farthestCopy(ofEqual);
    if (dropped < 0) {
      dropped =
          switch (pruning) {
            case HIDDEN -> worstHidden(ofEqual);
            case HIDDEN_BY_NEW -> worstHiddenByNew(to);
          };
    }
    nodes[dropped] = nodes[count];
  }

  /**
   * The farthest one of which there is a copy, or -1. Copies of the node itself do not count: they
   * may be linked from nowhere else.
   *
   * @param ofEqual how near copies of the node are
   */
  private int farthestCopy(float ofEqual) throws IOException {
    for (int i = count; i > 0; i--) {
      if (scores[i - 1] == scores[i] && scores[i] != ofEqual && isCopy(i)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether one that is as near to the node is as near to a candidate as that is to itself. */
  private boolean isCopy(int i) throws IOException {
    int first = i;
    while (first > 0 && scores[first - 1] == scores[i]) {
      first--;
    }
    int size = i - first;
    System.arraycopy(nodes, first, others, 0, size + 1);
    pairScorer.setScoringOrdinal(nodes[i]);
    pairScorer.bulkScore(others, pairScores, size + 1);
    for (int j = 0; j < size; j++) {
      if (pairScores[j] >= pairScores[size]) {
        return true;
      }
    }
    return false;
  }

  /** The farthest that is hidden, or the farthest of all. */
  private int worstHidden(float ofEqual) throws IOException {
    for (int i = count; i > 0 && scores[i] < ofEqual; i--) {
      pairScorer.setScoringOrdinal(nodes[i]);
      if (pairScorer.bulkScore(nodes, pairScores, i) > scores[i]) {
        return i;
      }
    }
    return count;
  }

  /** The farthest that is hidden by the new one, or the farthest of all. */
  private int worstHiddenByNew(int to) throws IOException {
    pairScorer.setScoringOrdinal(to);
    pairScorer.bulkScore(nodes, pairScores, count + 1);
    for (int i = count; nodes[i] != to; i--) {
      if (pairScores[i] > scores[i]) {
        return i;
      }
    }
    return count;
  }

  /** Puts the best ones first. By insertion, since they are few. */
  private void sort(int size) {
    for (int i = 1; i < size; i++) {
      int node = nodes[i];
      float score = scores[i];
      int j = i;
      for (; j > 0 && scores[j - 1] < score; j--) {
        nodes[j] = nodes[j - 1];
        scores[j] = scores[j - 1];
      }
      nodes[j] = node;
      scores[j] = score;
    }
  }

  /** Replaces the candidate that is farthest from a node, diverse or not, and returns it. */
  int replaceFarthest(int from, int to) throws IOException {
    pairScorer.setScoringOrdinal(from);
    pairScorer.bulkScore(nodes, scores, count);
    int farthest = 0;
    for (int i = 1; i < count; i++) {
      farthest = scores[i] < scores[farthest] ? i : farthest;
    }
    int replaced = nodes[farthest];
    nodes[farthest] = to;
    return replaced;
  }
}
