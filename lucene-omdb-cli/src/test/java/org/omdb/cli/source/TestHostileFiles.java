// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source;

import com.carrotsearch.randomizedtesting.annotations.ParametersFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.omdb.cli.source.file.CompressedTarget;
import org.omdb.cli.source.json.JsonColumnsTarget;
import org.omdb.cli.source.omdb.OmdbTarget;
import org.omdb.fixtures.fuzz.FuzzTarget;
import org.omdb.fixtures.fuzz.FuzzTestCase;

/** Whatever bytes a file has, an import reads them or refuses them with a message. */
public class TestHostileFiles extends FuzzTestCase {

  public TestHostileFiles(FuzzTarget target) {
    super(target);
  }

  @ParametersFactory(argumentFormatting = "%s")
  public static Iterable<Object[]> targets() throws IOException {
    List<FuzzTarget> targets = new ArrayList<>(SourceTargets.all());
    targets.add(new OmdbTarget());
    targets.add(new DetectorTarget());
    targets.add(new JsonColumnsTarget());
    targets.add(new CompressedTarget.Gzip());
    targets.add(new CompressedTarget.Bzip2());
    targets.add(new CompressedTarget.Zstd());
    return targets.stream().map(target -> new Object[] {target}).toList();
  }
}
