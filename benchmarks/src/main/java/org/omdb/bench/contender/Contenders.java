// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.util.List;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/** All contenders, in the order of reports. */
public final class Contenders {

  private Contenders() {}

  /**
   * Makes them.
   *
   * @return one of each
   */
  public static List<Contender> all() {
    return List.of(
        new OmdbContender(),
        new StoredIdContender(),
        new DocValuesIdContender(),
        new QuantizedContender("lucene-sq8", 8, ScalarEncoding.UNSIGNED_BYTE),
        new QuantizedContender("lucene-sq4", 4, ScalarEncoding.PACKED_NIBBLE),
        new JVectorContender(),
        new HnswlibContender(),
        new BruteForceContender());
  }

  /**
   * Looks for one.
   *
   * @param name as {@link Contender#name}; {@code omdb} may have options behind it, such as {@code
   *     omdb:beamWidth=200}
   * @return the contender
   * @throws IllegalArgumentException if there is none, with a message for the user
   */
  public static Contender named(String name) {
    if (name.startsWith(OmdbContender.NAME + ":")) {
      return new OmdbContender(OmdbOptions.parse(name.substring(OmdbContender.NAME.length())));
    }
    List<Contender> all = all();
    return all.stream()
        .filter(contender -> contender.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no contender \""
                        + name
                        + "\"; there are "
                        + String.join(", ", all.stream().map(Contender::name).toList())));
  }
}
