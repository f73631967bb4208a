// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.imports;

import java.util.Iterator;
import java.util.stream.Stream;
import org.omdb.cli.source.SourceFormats;
import org.omdb.cli.source.spi.SourceFormat;

/** The values of {@code --format}, for its help. Looked up only when somebody asks. */
final class FormatNames implements Iterable<String> {

  @Override
  public Iterator<String> iterator() {
    return Stream.concat(
            Stream.of(SourceFormats.AUTO), SourceFormats.all().stream().map(SourceFormat::name))
        .iterator();
  }
}
