// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.omdb;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.util.BytesRef;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.VectorSource;
import org.omdb.image.OmdbFile;
import org.omdb.image.OmdbFileIds;
import org.omdb.image.OmdbFileIds.Kind;
import org.omdb.image.OmdbIdTable;

/**
 * A stand-alone OMDB file. First come all vectors with their ids, in order. Then those that have
 * further ids come again, once for each of these. A vector whose id a later entry gives to another
 * vector is skipped, because a later row with the same id would replace it.
 */
final class OmdbSource implements VectorSource {

  private final SourceFile source;
  private final OmdbFile file;
  private final OmdbFileIds ids;
  private final BytesRef spare = new BytesRef();
  private OmdbIdTable.Entries furtherIds;
  private int next;
  private int current;
  private String id;
  private boolean madeUp;
  private float[] vector;

  private OmdbSource(SourceFile source, OmdbFile file) throws IOException {
    this.source = source;
    this.file = file;
    this.ids = file.ids();
  }

  /**
   * @param source for messages
   * @param path of that file
   */
  static OmdbSource open(SourceFile source, Path path) throws IOException, CommandFailure {
    OmdbFile file = OmdbFile.open(path);
    try {
      if (file.header().count() > 0) {
        BadInput.checkDimension(source, "byte 8", file.header().dimension());
      }
      return new OmdbSource(source, file);
    } catch (Throwable t) {
      try {
        file.close();
      } catch (IOException e) {
        t.addSuppressed(e);
      }
      throw t;
    }
  }

  @Override
  public int dimension() {
    return file.header().dimension();
  }

  @Override
  public long rows() {
    return file.header().count() - ids.count(Kind.SUPERSEDED);
  }

  @Override
  public long position() {
    return next * file.header().vectorBytes();
  }

  @Override
  public long length() {
    return file.header().vectorsEnd();
  }

  @Override
  public boolean next() throws IOException, CommandFailure {
    while (next < file.header().count()) {
      current = next++;
      if (ids.kind(current) == Kind.SUPERSEDED) {
        continue;
      }
      madeUp = ids.read(current, spare) == false;
      id = madeUp ? ids.madeUp(current) : spare.utf8ToString();
      readVector();
      return true;
    }
    return nextFurtherId();
  }

  private boolean nextFurtherId() throws IOException, CommandFailure {
    if (file.idTable() == null) {
      return false;
    }
    if (furtherIds == null) {
      furtherIds = file.idTable().entries();
    }
    while (furtherIds.next()) {
      if (ids.isSuperseded(furtherIds) == false && ids.isFirst(furtherIds) == false) {
        current = furtherIds.index();
        id = furtherIds.id().utf8ToString();
        madeUp = false;
        readVector();
        return true;
      }
    }
    return false;
  }

  private void readVector() throws IOException, CommandFailure {
    vector = new float[dimension()];
    file.readVector(current, vector);
    for (int i = 0; i < vector.length; i++) {
      if (Float.isFinite(vector[i]) == false) {
        throw BadInput.at(
            source, BadInput.row(current), BadInput.component(i, vector[i]), BadInput.FINITE);
      }
    }
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public boolean isMadeUp() {
    return madeUp;
  }

  @Override
  public float[] vector() {
    return vector;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
