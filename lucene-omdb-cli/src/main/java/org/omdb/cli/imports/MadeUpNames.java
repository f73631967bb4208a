// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.imports;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds collisions of ids that an import makes up with ids from its files, whichever comes first.
 * To save memory it keeps only ids that look made up, and of made-up ids only the numbers. For one
 * thread.
 */
final class MadeUpNames {

  /** {@code vec_5} and {@code empty_5} of the layout, {@code file.npy_5} of rows without ids. */
  private static final Pattern FORM = Pattern.compile("(.+)_([0-9]{1,9})(_*)", Pattern.DOTALL);

  private final Set<String> idsOfThatForm = new HashSet<>();
  private final Map<String, BitSet> numbersByStem = new HashMap<>();
  private final Set<String> stems = new HashSet<>(Set.of("vec", "empty"));

  MadeUpNames(Iterable<Input> files) {
    for (Input file : files) {
      stems.add(file.name());
    }
  }

  /** Adds an id that was made up; false if a file has had it as an id. */
  boolean add(String name) {
    Matcher parts = FORM.matcher(name);
    if (parts.matches() && stems.contains(parts.group(1))) {
      numbersByStem
          .computeIfAbsent(parts.group(1) + parts.group(3), stem -> new BitSet())
          .set(Integer.parseInt(parts.group(2)));
    }
    return idsOfThatForm.contains(name) == false;
  }

  /** Adds an id from a file; false if it was made up before for another row. */
  boolean addId(String id) {
    Matcher parts = FORM.matcher(id);
    if (parts.matches() == false || stems.contains(parts.group(1)) == false) {
      return true;
    }
    idsOfThatForm.add(id);
    BitSet numbers = numbersByStem.get(parts.group(1) + parts.group(3));
    return numbers == null
        || parts.group(2).equals(Integer.toString(Integer.parseInt(parts.group(2)))) == false
        || numbers.get(Integer.parseInt(parts.group(2))) == false;
  }
}
