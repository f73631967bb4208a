// SPDX-License-Identifier: Apache-2.0
package org.omdb.image;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.OutputStreamIndexOutput;
import org.apache.lucene.util.IOUtils;

/**
 * Writes a stand-alone OMDB file. It writes to a temporary file in the same folder, syncs it, and
 * renames it. So the target is always either the old file or the complete new one.
 *
 * <pre class="prettyprint">
 * OmdbHeader header = OmdbHeader.of(ElementType.FLOAT32, 2, 1, true);
 * try (OmdbFileWriter writer = OmdbFileWriter.create(path, header, 1, false)) {
 *   writer.image().writeVector(new float[] {1, 2});
 *   writer.image().writeId(0, new BytesRef("user_12345"));
 *   writer.commit();
 * }
 * </pre>
 *
 * <p>If it is closed without {@link #commit}, the temporary file is deleted. For one thread.
 */
public final class OmdbFileWriter implements Closeable {

  /** Large enough that system calls take little of the time of writing. */
  private static final int BUFFER_BYTES = 1 << 20;

  private final Path target;
  private final Path temporary;
  private final boolean overwrite;
  private final FileChannel channel;
  private final IndexOutput out;
  private final OmdbImageWriter image;
  private boolean committed;

  private OmdbFileWriter(
      Path target, OmdbHeader header, int idCount, boolean overwrite, Path temporary)
      throws IOException {
    this.target = target;
    this.temporary = temporary;
    this.overwrite = overwrite;
    this.channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    this.out =
        new OutputStreamIndexOutput(
            "OmdbFileWriter(path=\"" + temporary + "\")",
            temporary.getFileName().toString(),
            new SyncedStream(channel),
            BUFFER_BYTES);
    try {
      this.image = new OmdbImageWriter(out, header, idCount);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, channel);
      throw t;
    }
  }

  /**
   * Begins a file.
   *
   * @param target the file to write
   * @param header the file's header, see {@link OmdbHeader#of}
   * @param idCount number of vectors that have an id
   * @param overwrite whether to replace an existing target
   * @return the writer; the caller has to close it
   * @throws FileAlreadyExistsException if the target exists and must not be replaced
   * @throws IOException if the folder can't be written to
   */
  public static OmdbFileWriter create(
      Path target, OmdbHeader header, int idCount, boolean overwrite) throws IOException {
    // A symbolic link stays one: the file that it points to is replaced.
    Path absolute = Files.isSymbolicLink(target) ? target.toRealPath() : target.toAbsolutePath();
    checkTarget(absolute, overwrite);
    if (Files.isDirectory(absolute.getParent()) == false) {
      throw new IOException("there is no folder " + absolute.getParent() + " to write a file to");
    }
    // Not by Files.createTempFile, which lets nobody but the owner read the file.
    Path temporary =
        absolute.resolveSibling(absolute.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      return new OmdbFileWriter(absolute, header, idCount, overwrite, temporary);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, () -> Files.deleteIfExists(temporary));
      throw t;
    }
  }

  private static void checkTarget(Path target, boolean overwrite) throws IOException {
    if (Files.isDirectory(target)) {
      throw new FileAlreadyExistsException(target.toString(), null, "it is a folder");
    }
    if (overwrite == false && Files.exists(target)) {
      throw new FileAlreadyExistsException(
          target.toString(), null, "it exists already and is left as it is");
    }
  }

  /**
   * The image that vectors and ids are written to. {@link #commit} finishes it.
   *
   * @return the image
   */
  public OmdbImageWriter image() {
    return image;
  }

  /**
   * Finishes and syncs the file, and gives it the target's name.
   *
   * @return the size of the file in bytes
   * @throws IllegalStateException if fewer vectors or ids were written than announced
   * @throws FileAlreadyExistsException if the target was created meanwhile and must not be replaced
   * @throws IOException if writing fails; the target is then unchanged
   */
  public long commit() throws IOException {
    long length = image.finish();
    out.close();
    checkTarget(target, overwrite);
    Files.move(
        temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    committed = true;
    IOUtils.fsync(target.getParent(), true);
    return length;
  }

  @Override
  public void close() throws IOException {
    if (committed == false) {
      IOUtils.close(channel, () -> Files.deleteIfExists(temporary));
    }
  }

  /** Writes to a channel, and syncs it before it is closed. */
  private static final class SyncedStream extends OutputStream {

    private final FileChannel channel;
    private final OutputStream out;

    SyncedStream(FileChannel channel) {
      this.channel = channel;
      this.out = Channels.newOutputStream(channel);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      channel.force(true);
      out.close();
    }
  }
}
