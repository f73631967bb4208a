// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.cluster;

import com.carrotsearch.randomizedtesting.RandomizedContext;
import com.carrotsearch.randomizedtesting.RandomizedRunner;
import java.util.Random;
import org.junit.Assert;
import org.junit.runner.RunWith;

/** A test whose random choices follow from a seed, which a failure prints. */
@RunWith(RandomizedRunner.class)
public abstract class SeededTestCase extends Assert {

  /** The generator that follows from the seed of the run, {@code -Dtests.seed}. */
  protected static Random random() {
    return RandomizedContext.current().getRandom();
  }
}
