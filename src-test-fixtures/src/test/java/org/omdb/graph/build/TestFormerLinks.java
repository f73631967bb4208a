// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph.build;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Each node has the links that it had in its own source, but for those to deleted nodes. */
public class TestFormerLinks extends GraphTestCase {

  private static int[] permutation(int size) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      numbers.add(i);
    }
    Collections.shuffle(numbers, random());
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  public void testLinksOfEachNode() throws IOException {
    int others = random().nextInt(50); // nodes from no source
    int[] sizes = {1 + random().nextInt(300), 1, 1 + random().nextInt(300)};
    int all = Arrays.stream(sizes).sum();
    int[] places = permutation(all + others);
    List<SourceGraph> sources = new ArrayList<>();
    List<Set<Integer>> expected = new ArrayList<>(Collections.nCopies(all + others, Set.of()));
    int next = 0;
    for (int size : sizes) {
      HeapGraph graph = build(clusters(size, 5), 1);
      int[] newOrdinals = new int[size];
      for (int old = 0; old < size; old++) {
        newOrdinals[old] = random().nextInt(5) == 0 ? -1 : places[next++];
      }
      int[] links = new int[MAX_NEIGHBORS];
      for (int old = 0; old < size; old++) {
        Set<Integer> live = new TreeSet<>();
        int count = graph.read(0, old, links);
        for (int i = 0; i < count; i++) {
          if (newOrdinals[links[i]] >= 0) {
            live.add(newOrdinals[links[i]]);
          }
        }
        if (newOrdinals[old] >= 0) {
          expected.set(newOrdinals[old], live);
        }
      }
      sources.add(new SourceGraph(() -> asLucenes(graph), newOrdinals));
    }
    FormerLinks.Reader reader = new FormerLinks(sources, all + others).open();
    for (int node : permutation(all + others)) {
      Set<Integer> found = new TreeSet<>();
      int count = reader.read(node);
      for (int i = 0; i < count; i++) {
        assertTrue("twice", found.add(reader.nodes()[i]));
      }
      assertEquals("node " + node, expected.get(node), found);
    }
  }

  public void testNoSources() throws IOException {
    assertEquals(0, new FormerLinks(List.of(), 3).open().read(random().nextInt(3)));
  }
}
