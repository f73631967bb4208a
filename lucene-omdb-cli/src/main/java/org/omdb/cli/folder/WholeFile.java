// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.folder;

import java.io.BufferedOutputStream;
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
import org.apache.lucene.util.IOUtils;

/**
 * A file that is complete or not there at all. It is written to a temporary file beside it, synced,
 * and then renamed.
 *
 * <pre class="prettyprint">
 * try (WholeFile file = WholeFile.create(path, false)) {
 *   file.stream().write(bytes);
 *   file.commit();
 * }
 * </pre>
 *
 * <p>If it is closed without {@link #commit}, the temporary file is deleted. For one thread.
 */
public final class WholeFile implements Closeable {

  private static final int BUFFER_BYTES = 1 << 16;

  /** As many as Linux follows. */
  private static final int MAX_LINKS = 40;

  private final Path target;
  private final Path temporary;
  private final boolean overwrite;
  private final FileChannel channel;
  private final OutputStream stream;
  private long size;
  private boolean committed;

  private WholeFile(Path target, Path temporary, boolean overwrite) throws IOException {
    this.target = target;
    this.temporary = temporary;
    this.overwrite = overwrite;
    this.channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    this.stream = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
  }

  /**
   * Begins a file.
   *
   * @param target the file to write
   * @param overwrite whether to replace one that is there
   * @return to be closed by the caller
   * @throws IOException as {@link #check}, or if the folder can't be written to
   */
  public static WholeFile create(Path target, boolean overwrite) throws IOException {
    check(target, overwrite);
    Path real = real(target);
    // Not by Files.createTempFile, which lets nobody but the owner read the file.
    return new WholeFile(
        real,
        real.resolveSibling(real.getFileName() + "." + UUID.randomUUID() + ".tmp"),
        overwrite);
  }

  /**
   * Checks whether a file may be written, before long work for it begins.
   *
   * @param target the file to write
   * @param overwrite whether to replace one that is there
   * @throws FileAlreadyExistsException if the target is a folder, or exists and must not be
   *     replaced
   * @throws IOException if its folder does not exist, or the target is a device, a pipe, or a link
   *     to nothing
   */
  public static void check(Path target, boolean overwrite) throws IOException {
    Path real = real(target);
    if (Files.isDirectory(real)) {
      throw new FileAlreadyExistsException(target.toString(), null, "it is a folder");
    }
    if (Files.isSymbolicLink(target) && Files.exists(real) == false) {
      throw new IOException(
          target + " is a link to " + real + ", which is not there: write to that path");
    }
    if (Files.exists(real) && Files.isRegularFile(real) == false) {
      // A device or a pipe would be replaced by a file.
      throw new IOException(target + " is no regular file: write to another path");
    }
    if (overwrite == false && Files.exists(real)) {
      throw new FileAlreadyExistsException(
          target.toString(), null, "it exists already and is left as it is");
    }
    if (Files.isDirectory(real.getParent()) == false) {
      throw new IOException("there is no folder " + real.getParent() + " to write a file to");
    }
  }

  /**
   * The file that is written. A symbolic link stays one: the file that it points to is replaced.
   *
   * @param target the file to write
   * @return an absolute path that is no link, but may be in a folder that is one
   * @throws IOException if a link can't be read, or points to itself
   */
  public static Path real(Path target) throws IOException {
    Path real = target.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(real); links++) {
      if (links == MAX_LINKS) {
        throw new IOException(target + " is a link that leads to itself: write to another path");
      }
      real = real.resolveSibling(Files.readSymbolicLink(real));
    }
    return real;
  }

  /**
   * Where to write.
   *
   * @return buffered; the caller need not close it
   */
  public OutputStream stream() {
    return stream;
  }

  /**
   * Ends the file and syncs it, still under its temporary name.
   *
   * @throws IOException if writing fails
   */
  public void finish() throws IOException {
    if (channel.isOpen()) {
      stream.flush();
      channel.force(true);
      size = channel.size();
      channel.close();
    }
  }

  /**
   * Deletes the file that {@link #commit} replaces, if there is one. For files that belong
   * together: the old one of this file must not be beside the new one of another.
   *
   * @throws IOException if it must not be replaced, or can't be deleted
   */
  public void deleteOld() throws IOException {
    check(target, overwrite);
    if (Files.deleteIfExists(target)) {
      IOUtils.fsync(target.getParent(), true);
    }
  }

  /**
   * Finishes the file, and gives it the target's name.
   *
   * @return its size in bytes
   * @throws FileAlreadyExistsException if the target was created meanwhile and must not be replaced
   * @throws IOException if writing fails; the target is then unchanged
   */
  public long commit() throws IOException {
    finish();
    check(target, overwrite);
    Files.move(
        temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    committed = true;
    IOUtils.fsync(target.getParent(), true);
    return size;
  }

  @Override
  public void close() throws IOException {
    if (committed == false) {
      IOUtils.close(channel, () -> Files.deleteIfExists(temporary));
    }
  }
}
