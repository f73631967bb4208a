// SPDX-License-Identifier: Apache-2.0
package org.omdb.image;

import com.carrotsearch.randomizedtesting.annotations.ParametersFactory;
import java.util.List;
import org.omdb.fixtures.fuzz.FuzzTarget;
import org.omdb.fixtures.fuzz.FuzzTestCase;

/** No bytes make the reader of images do anything but read them or refuse them. */
public class TestHostileImages extends FuzzTestCase {

  public TestHostileImages(FuzzTarget target) {
    super(target);
  }

  @ParametersFactory(argumentFormatting = "%s")
  public static Iterable<Object[]> targets() {
    return List.<Object[]>of(new Object[] {new ImageTarget()});
  }
}
