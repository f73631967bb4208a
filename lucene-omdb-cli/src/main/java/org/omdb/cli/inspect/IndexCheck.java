// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.inspect;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.ChecksumIndexInput;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.NoLockFactory;
import org.apache.lucene.util.IOUtils;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.Progress;
import org.omdb.cli.folder.IndexDirectory;
import org.omdb.lucene.ids.VectorIdsProvider;

/** Checks all files of the last commit of an index, and each of its OMDB fields. */
final class IndexCheck {

  private static final String CHECKSUM = "checksum";

  private final Path path;
  private final String field;
  private final boolean lucene;
  private final Findings findings;
  private final Checked checked = new Checked();

  /**
   * @param field the only vector field to check, or null for all
   * @param lucene whether to run CheckIndex too
   */
  IndexCheck(Path path, String field, boolean lucene, Findings findings) {
    this.path = path;
    this.field = field;
    this.lucene = lucene;
    this.findings = findings;
  }

  Checked run() throws IOException, CommandFailure {
    List<OpenSegment> segments = new ArrayList<>();
    try (Directory directory = IndexDirectory.open(path, IndexDirectory.Reads.ALL)) {
      SegmentInfos infos;
      try {
        infos = SegmentInfos.readLatestCommit(directory);
      } catch (IOException | IllegalArgumentException e) { // the latter for an unknown codec
        findings.problem(path.toString(), "commit", Words.reason(e));
        return checked;
      }
      for (SegmentCommitInfo commit : infos) {
        String where = "segment " + commit.info.name;
        findings.guard(where, "open", () -> segments.add(OpenSegment.open(commit, directory)));
      }
      checkFieldIsKnown(segments, infos.size());
      check(infos, segments, directory);
      if (lucene) {
        findings.guard(path.toString(), "lucene", () -> runCheckIndex(directory));
      }
    } finally {
      IOUtils.close(segments);
    }
    return checked;
  }

  private void checkFieldIsKnown(List<OpenSegment> segments, int all) throws CommandFailure {
    Set<String> known = new TreeSet<>();
    for (OpenSegment segment : segments) {
      segment.vectorFields().forEach(info -> known.add(info.name));
    }
    // A segment that can't be opened may have the field.
    if (field != null && known.contains(field) == false && segments.size() == all) {
      throw CommandFailure.data(
          path
              + " has no vector field "
              + Words.quote(field)
              + (known.isEmpty() ? ", and no other" : ", but " + String.join(", ", known)));
    }
  }

  private void check(SegmentInfos infos, List<OpenSegment> segments, Directory directory)
      throws IOException {
    Set<String> files = new TreeSet<>(infos.files(true));
    long total = 0;
    for (String file : files) {
      try {
        total += directory.fileLength(file);
      } catch (IOException e) {
        findings.problem(file, CHECKSUM, Words.reason(e));
      }
    }
    for (OpenSegment segment : segments) {
      for (FieldInfo info : segment.vectorFields()) {
        total += isWanted(info) ? vectorBytes(segment, info) : 0;
      }
    }
    try (Progress progress = Progress.start("verify", "MB", total)) {
      for (String file : files) {
        checkFile(directory, file, infos, progress);
      }
      for (OpenSegment segment : segments) {
        for (FieldInfo info : segment.vectorFields()) {
          if (isWanted(info)) {
            String where = "segment " + segment.info().name + ", field " + Words.quote(info.name);
            findings.guard(where, "open", () -> checkField(segment, info, where, progress));
          }
        }
      }
    }
  }

  private boolean isWanted(FieldInfo info) {
    return field == null || field.equals(info.name);
  }

  /** An upper bound, for the progress. */
  private static long vectorBytes(OpenSegment segment, FieldInfo info) {
    return (long) segment.info().maxDoc()
        * info.getVectorDimension()
        * info.getVectorEncoding().byteSize;
  }

  private void checkFile(Directory directory, String file, SegmentInfos infos, Progress progress) {
    try {
      readWithChecksum(directory, file, progress);
      checked.files++;
      checked.bytes += directory.fileLength(file);
    } catch (NoSuchFileException | FileNotFoundException e) {
      // Reported already, when the lengths were added up.
    } catch (IOException e) {
      findings.problem(file, CHECKSUM, message(e));
      for (SegmentCommitInfo commit : infos) {
        if (file.equals(compoundFile(commit))) {
          findings.guard(file, CHECKSUM, () -> checkWithinCompound(commit, directory, progress));
        }
      }
    }
  }

  private static String compoundFile(SegmentCommitInfo commit) {
    return IndexFileNames.segmentFileName(commit.info.name, "", OpenSegment.COMPOUND_EXTENSION);
  }

  /** Finds out which files in a damaged compound file are damaged. */
  private void checkWithinCompound(SegmentCommitInfo commit, Directory directory, Progress progress)
      throws IOException {
    try (Directory files =
        commit.info.getCodec().compoundFormat().getCompoundReader(directory, commit.info)) {
      for (String file : files.listAll()) {
        try {
          readWithChecksum(files, file, progress);
        } catch (IOException e) {
          findings.problem(file + " in " + compoundFile(commit), CHECKSUM, message(e));
        }
      }
    }
  }

  private static String message(IOException e) {
    return e instanceof CorruptIndexException corrupt
        ? corrupt.getOriginalMessage()
        : Words.reason(e);
  }

  private static void readWithChecksum(Directory directory, String file, Progress progress)
      throws IOException {
    byte[] chunk = new byte[1 << 16];
    try (ChecksumIndexInput in = directory.openChecksumInput(file)) {
      long end = in.length() - CodecUtil.footerLength();
      if (end < 0) {
        throw new CorruptIndexException("it is too short for a checksum", in);
      }
      while (in.getFilePointer() < end) {
        int length = (int) Math.min(chunk.length, end - in.getFilePointer());
        in.readBytes(chunk, 0, length);
        progress.add(length);
      }
      CodecUtil.checkFooter(in);
    }
  }

  private void checkField(OpenSegment segment, FieldInfo info, String where, Progress progress)
      throws IOException {
    if (segment.vectors(info) == null) {
      return; // all of its vectors were deleted before the segment was written
    }
    VectorIdsProvider provider = segment.ids(info);
    if (provider == null) {
      findings.note(
          where,
          "other_format",
          "the format is "
              + OpenSegment.format(info)
              + ", of which only checksums are checked here");
      return;
    }
    new FieldCheck(segment, info, provider, where, findings).run(checked, progress);
  }

  private void runCheckIndex(Directory directory) throws IOException {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    // Without a lock it neither writes to the folder nor waits for a writer.
    try (PrintStream out = new PrintStream(log, false, StandardCharsets.UTF_8);
        CheckIndex checkIndex =
            new CheckIndex(
                directory,
                NoLockFactory.INSTANCE.obtainLock(directory, IndexWriter.WRITE_LOCK_NAME))) {
      checkIndex.setInfoStream(out);
      boolean clean = checkIndex.checkIndex().clean;
      out.flush();
      if (clean == false) {
        String errors =
            log.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("ERROR") || line.contains("Exception"))
                .map(String::strip)
                .findFirst()
                .orElse("it gave no reason");
        findings.problem(path.toString(), "lucene", "CheckIndex found errors: " + errors);
      }
    }
  }
}
