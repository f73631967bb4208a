// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.faults;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.BitUtil;
import org.apache.lucene.util.BytesRef;
import org.omdb.lucene.OmdbVectorIds;

/**
 * Damages every file of an index, {@code segments_N} included, in every region and every way.
 *
 * <p>What is guaranteed:
 *
 * <ol>
 *   <li>No damage stays unseen: opening a reader, {@code checkIntegrity} or {@code CheckIndex} says
 *       so with a {@code CorruptIndexException} or another exception that Lucene documents.
 *   <li>Until {@code checkIntegrity} is asked, a reader takes the big files as they are, as all of
 *       Lucene does: a changed component of a vector changes distances, a changed link the way
 *       through the graph, a changed map of documents the document of an ordinal, which may be one
 *       that does not exist (an {@code IndexOutOfBoundsException} of its live docs). An id is
 *       better off, because an entry of the table names its vector and ends where the next one
 *       begins: by ordinal comes the right id, or an {@code IOException}, unless the damage is in
 *       the bytes of that id, which have nothing to be compared with but the checksum, and are
 *       still UTF-8. By id comes the right ordinal, none, or an {@code IOException}, with the same
 *       exception.
 * </ol>
 */
public class TestDamagedSegments extends FaultTestCase {

  private enum Damage {
    FLIPPED,
    ZEROED,
    TRUNCATED,
    SWAPPED
  }

  private ModelledIndex model;

  /** Two segments of the same kind, with deletions. */
  private Directory index(boolean compound) throws IOException {
    Directory dir = new ByteBuffersDirectory();
    model = new ModelledIndex(random());
    try (IndexWriter writer =
        new IndexWriter(
            dir,
            config(false).setUseCompoundFile(compound).setMergePolicy(NoMergePolicy.INSTANCE))) {
      for (int segment = 0; segment < 2; segment++) {
        model.add(writer, 12);
        writer.flush();
      }
      model.delete(writer);
      model.delete(writer);
      model.commit(writer);
    }
    model.checkCommitted(dir);
    return dir;
  }

  private static byte[] read(Directory dir, String file) throws IOException {
    try (IndexInput in = dir.openInput(file, IOContext.READONCE)) {
      byte[] bytes = new byte[(int) in.length()];
      in.readBytes(bytes, 0, bytes.length);
      return bytes;
    }
  }

  private static void overwrite(Directory dir, String file, byte[] bytes) throws IOException {
    dir.deleteFile(file);
    try (IndexOutput out = dir.createOutput(file, IOContext.DEFAULT)) {
      out.writeBytes(bytes, bytes.length);
    }
  }

  /** The damaged bytes, which may by chance be the same as the sound ones. */
  private static byte[] damaged(byte[] sound, Damage damage, int at, int length) {
    byte[] bytes = sound.clone();
    int end = Math.min(at + length, bytes.length);
    switch (damage) {
      case FLIPPED -> bytes[at] ^= (byte) (1 << random().nextInt(8));
      case ZEROED -> Arrays.fill(bytes, at, end, (byte) 0);
      case TRUNCATED -> bytes = Arrays.copyOf(bytes, at);
      case SWAPPED -> { // with a region elsewhere
        int other = random().nextInt(bytes.length - (end - at) + 1);
        byte[] kept = Arrays.copyOfRange(sound, other, other + (end - at));
        System.arraycopy(sound, at, bytes, other, end - at);
        System.arraycopy(kept, 0, bytes, at, end - at);
      }
    }
    return bytes;
  }

  /** How a reader that is damaged may end. */
  private static void assertDocumented(Throwable e) {
    boolean documented =
        e instanceof CorruptIndexException
            || e instanceof IndexFormatTooNewException
            || e instanceof IndexFormatTooOldException
            || e instanceof IndexNotFoundException
            || e instanceof EOFException
            // As Lucene's own readers say it, with the name of the file.
            || (e.getClass() == IOException.class && e.getMessage().contains("resource="));
    if (documented == false) {
      throw new AssertionError("not documented: " + e, e);
    }
  }

  /**
   * Lucene's own files only: the length of the codec name in a header is believed before a checksum
   * is looked at, see {@code CodecUtil.checkHeaderNoMagic}.
   */
  private static void assertNameOfLucenes(Throwable e) {
    List<StackTraceElement> stack = List.of(e.getStackTrace());
    boolean inHeader = stack.stream().anyMatch(f -> f.getMethodName().equals("checkHeaderNoMagic"));
    boolean inOurs =
        stack.stream().anyMatch(f -> f.getClassName().endsWith(".OmdbFlatVectorsReader"));
    if (inHeader == false || inOurs) {
      throw new AssertionError("not documented: " + e, e);
    }
  }

  /** Opens, asks, checks; returns what found the damage. */
  private String findDamage(Directory dir, Map<String, List<String>> idsOfSegments, String file)
      throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(dir)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        askForIds(leaf, idsOfSegments);
      }
      try {
        for (LeafReaderContext leaf : reader.leaves()) {
          ((CodecReader) leaf.reader()).checkIntegrity();
        }
      } catch (IOException e) {
        assertDocumented(e);
        return "checkIntegrity";
      }
    } catch (IOException e) {
      assertDocumented(e);
      return "open";
    } catch (NegativeArraySizeException | OutOfMemoryError e) {
      assertNameOfLucenes(e);
      return "open";
    }
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    try (CheckIndex check = new CheckIndex(dir)) {
      check.setInfoStream(new PrintStream(log, true, StandardCharsets.UTF_8));
      assertFalse(file + " is damaged: " + log, check.checkIndex().clean);
      return "CheckIndex";
    }
  }

  /** Before anything is checked: the right id or an exception. */
  private void askForIds(LeafReaderContext leaf, Map<String, List<String>> idsOfSegments)
      throws IOException {
    for (String field : FIELDS) {
      try {
        OmdbVectorIds ids = OmdbVectorIds.of(leaf.reader(), field);
        List<String> expected = idsOfSegments.get(leaf.ord + field);
        assertEquals(expected.size(), ids.size());
        BytesRef id = new BytesRef();
        for (int ordinal = 0; ordinal < ids.size(); ordinal++) {
          try {
            String found = ids.ordinalToId(ordinal, id) ? id.utf8ToString() : null;
            if (expected.get(ordinal).equals(found) == false && wasIdDamaged == false) {
              fail("ordinal " + ordinal + " is " + expected.get(ordinal) + ", got " + found);
            }
          } catch (IOException e) {
            assertDocumented(e);
          }
          int found = find(ids, expected.get(ordinal));
          if (found != -1 && found != ordinal && wasIdDamaged == false) {
            fail(expected.get(ordinal) + " is at ordinal " + ordinal + ", got " + found);
          }
        }
      } catch (IOException e) {
        assertDocumented(e);
      }
    }
  }

  /** The ordinal, or -1 if none or an exception is the answer. */
  private int find(OmdbVectorIds ids, String id) {
    try {
      return ids.idToOrdinal(new BytesRef(id));
    } catch (IOException e) {
      assertDocumented(e);
    } catch (IndexOutOfBoundsException | AssertionError e) {
      // Whether a document is live is asked of Lucene, by the document that a damaged map gives.
      boolean isLive =
          Arrays.stream(e.getStackTrace()).anyMatch(f -> f.getClassName().endsWith(".FixedBitSet"));
      if (mayMapDocumentsWrong == false || isLive == false) {
        throw e;
      }
    }
    return -1;
  }

  private static final List<String> FIELDS =
      List.of(ModelledIndex.OWN, ModelledIndex.BYTES, ModelledIndex.KEYED);

  private boolean wasIdDamaged;
  private boolean mayMapDocumentsWrong;

  private static Map<String, List<String>> idsOfSegments(Directory dir) throws IOException {
    Map<String, List<String>> all = new TreeMap<>();
    try (DirectoryReader reader = DirectoryReader.open(dir)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        for (String field : FIELDS) {
          OmdbVectorIds ids = OmdbVectorIds.of(leaf.reader(), field);
          List<String> inOrder = new ArrayList<>();
          BytesRef id = new BytesRef();
          for (int ordinal = 0; ordinal < ids.size(); ordinal++) {
            assertTrue(ids.ordinalToId(ordinal, id));
            inOrder.add(id.utf8ToString());
          }
          all.put(leaf.ord + field, inOrder);
        }
      }
    }
    return all;
  }

  /** The bytes of a file that are those of some id, and of nothing else. */
  private static boolean[] idBytes(byte[] bytes, Map<String, List<String>> idsOfSegments) {
    boolean[] mask = new boolean[bytes.length];
    for (List<String> ids : idsOfSegments.values()) {
      for (String id : ids) {
        byte[] utf8 = id.getBytes(StandardCharsets.UTF_8);
        for (int at = 8; at + utf8.length <= bytes.length; at++) {
          boolean isEntry =
              Arrays.equals(bytes, at, at + utf8.length, utf8, 0, utf8.length)
                  && littleEndian(bytes, at - 8) == utf8.length
                  && littleEndian(bytes, at - 4) < ids.size();
          if (isEntry) {
            Arrays.fill(mask, at, at + utf8.length, true);
          }
        }
      }
    }
    return mask;
  }

  private static int littleEndian(byte[] bytes, int at) {
    return (int) BitUtil.VH_LE_INT.get(bytes, at);
  }

  private void damageEveryFile(boolean compound, int stride) throws IOException {
    Map<String, Integer> found = new TreeMap<>();
    int rounds = 0;
    try (Directory dir = index(compound)) {
      Map<String, List<String>> ids = idsOfSegments(dir);
      for (String file : dir.listAll()) {
        if (file.equals(IndexWriter.WRITE_LOCK_NAME)) {
          continue;
        }
        byte[] sound = read(dir, file);
        boolean[] idBytes = idBytes(sound, ids);
        try (Directory copy = copyOf(dir)) {
          for (int at = random().nextInt(stride); at < sound.length; ) {
            for (Damage damage : Damage.values()) {
              int length = 1 + random().nextInt(Math.min(64, sound.length - at));
              byte[] bytes = damaged(sound, damage, at, length);
              if (Arrays.equals(sound, bytes)) {
                continue;
              }
              wasIdDamaged = touches(sound, bytes, idBytes);
              mayMapDocumentsWrong = file.endsWith("omdi") || file.endsWith("cfs");
              overwrite(copy, file, bytes);
              String by;
              try {
                by = findDamage(copy, ids, file);
              } catch (Throwable t) {
                throw new AssertionError(file + " " + damage + " at " + at + "+" + length, t);
              }
              found.merge(damage + " by " + by, 1, Integer::sum);
              rounds++;
            }
            at += stride == 1 ? 1 : 1 + random().nextInt(2 * stride);
          }
          overwrite(copy, file, sound);
          model.copy().checkCommitted(copy);
        }
      }
    }
    survived(rounds, rounds, "damaged bytes: " + found);
  }

  private static boolean touches(byte[] sound, byte[] damaged, boolean[] mask) {
    for (int i = 0; i < Math.min(sound.length, damaged.length); i++) {
      if (mask[i] && sound[i] != damaged[i]) {
        return true;
      }
    }
    return false;
  }

  public void testEveryRegionOfEveryFile() throws IOException {
    damageEveryFile(false, TEST_NIGHTLY ? 1 : Math.max(1, 60 / RANDOM_MULTIPLIER));
  }

  public void testEveryRegionOfCompoundFiles() throws IOException {
    damageEveryFile(true, TEST_NIGHTLY ? 1 : Math.max(1, 60 / RANDOM_MULTIPLIER));
  }

  /** The same file of another segment, and of another index. */
  public void testFilesOfOtherSegments() throws IOException {
    int rounds = 0;
    for (boolean compound : new boolean[] {false, true}) {
      try (Directory other = index(compound);
          Directory dir = index(compound)) {
        Map<String, List<String>> ids = idsOfSegments(dir);
        Set<String> files = Set.of(dir.listAll());
        for (String file : files) {
          if (file.startsWith("_0") == false) {
            continue;
          }
          for (Directory from : List.of(dir, other)) {
            String source = from == dir ? "_1" + file.substring(2) : file;
            if (Arrays.asList(from.listAll()).contains(source) == false) {
              continue;
            }
            try (Directory copy = copyOf(dir)) {
              overwrite(copy, file, read(from, source));
              assertEquals(file + " is " + source, "open", findDamage(copy, ids, file));
            }
            rounds++;
          }
        }
      }
    }
    survived(rounds, rounds, "files of other segments");
  }
}
