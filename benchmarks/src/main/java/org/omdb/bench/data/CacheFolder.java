// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.nio.file.Path;

/** The folder of results that are kept between runs, outside of the repository. */
public final class CacheFolder {

  private CacheFolder() {}

  /**
   * The cache folder of this project, by the XDG Base Directory Specification.
   *
   * @return a path that may not exist yet
   */
  public static Path path() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    String home = System.getProperty("user.home", "");
    Path caches;
    if (xdg != null && Path.of(xdg).isAbsolute()) {
      caches = Path.of(xdg);
    } else if (Path.of(home).isAbsolute()) {
      caches = Path.of(home, ".cache");
    } else {
      caches = Path.of(System.getProperty("java.io.tmpdir"));
    }
    return caches.resolve("lucene-omdb-benchmarks");
  }
}
