// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/** All contenders, in the order of reports. */
public final class Contenders {

  /** The name that stands for all contenders of {@link #ablation}. */
  public static final String ABLATION = "ablation";

  /** Each variant changes one option, to show the effect of that option. */
  private static final List<String> VARIANTS =
      List.of(
          "omdb:maxConn=24",
          "omdb:beamWidth=200",
          "omdb:mergeWorkers=1",
          "omdb:policy=omdb",
          "omdb:policy=reordering");

  private Contenders() {}

  /**
   * Makes all contenders, without variants.
   *
   * @return new instances, in the order of reports
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
   * Makes Lucene's default, this library, and variants of this library.
   *
   * @return new instances, in the order of reports
   */
  public static List<Contender> ablation() {
    return Stream.concat(Stream.of("lucene", OmdbContender.NAME), VARIANTS.stream())
        .map(Contenders::named)
        .toList();
  }

  /**
   * Makes a contender.
   *
   * @param name as {@link Contender#name}; {@code omdb} may be followed by options, such as {@code
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
                    "unknown contender \""
                        + name
                        + "\", expected one of "
                        + String.join(", ", all.stream().map(Contender::name).toList())));
  }
}
