// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.inspect;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.DocValuesProducer;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.IOUtils;
import org.omdb.lucene.ids.VectorIdsProvider;

/**
 * The parts of a segment that concern vectors, each opened when it is needed. A {@code
 * DirectoryReader} opens everything or nothing, so that one damaged file would hide all others.
 *
 * <p>Doc values are those that the segment was written with, without later updates. For one thread.
 */
final class OpenSegment implements Closeable {

  static final String COMPOUND_EXTENSION = "cfs";

  private final SegmentCommitInfo commit;
  private final Directory indexDirectory;

  /** The compound file as a directory, or else the index directory. */
  private final Directory files;

  private final FieldInfos fieldInfos;
  private KnnVectorsReader vectors;
  private DocValuesProducer docValues;

  private OpenSegment(
      SegmentCommitInfo commit, Directory indexDirectory, Directory files, FieldInfos fieldInfos) {
    this.commit = commit;
    this.indexDirectory = indexDirectory;
    this.files = files;
    this.fieldInfos = fieldInfos;
  }

  /** Opens the compound file, if there is one, and reads the field infos. */
  static OpenSegment open(SegmentCommitInfo commit, Directory directory) throws IOException {
    SegmentInfo info = commit.info;
    Codec codec = info.getCodec();
    Directory files =
        info.getUseCompoundFile()
            ? codec.compoundFormat().getCompoundReader(directory, info)
            : directory;
    try {
      FieldInfos fieldInfos = codec.fieldInfosFormat().read(files, info, "", IOContext.READONCE);
      return new OpenSegment(commit, directory, files, fieldInfos);
    } catch (Throwable t) {
      if (files != directory) {
        IOUtils.closeWhileSuppressingExceptions(t, files);
      }
      throw t;
    }
  }

  SegmentInfo info() {
    return commit.info;
  }

  int deletedDocuments() {
    return commit.getDelCount();
  }

  FieldInfos fieldInfos() {
    return fieldInfos;
  }

  /** Whether doc values of a field were updated after the segment was written. */
  boolean hasUpdatedDocValues(FieldInfo field) {
    return commit.getDocValuesUpdatesFiles().containsKey(field.number);
  }

  /** The vector fields, sorted by name. */
  List<FieldInfo> vectorFields() {
    Map<String, FieldInfo> byName = new TreeMap<>();
    for (FieldInfo field : fieldInfos) {
      if (field.hasVectorValues()) {
        byName.put(field.name, field);
      }
    }
    return new ArrayList<>(byName.values());
  }

  static String format(FieldInfo field) {
    return field.getAttribute(PerFieldKnnVectorsFormat.PER_FIELD_FORMAT_KEY);
  }

  /**
   * The reader of one field's format; null if there is none, as of a field whose vectors were all
   * deleted before the segment was written.
   */
  KnnVectorsReader vectors(FieldInfo field) throws IOException {
    if (vectors == null) { // in a context in which segments that load themselves do not
      vectors =
          info()
              .getCodec()
              .knnVectorsFormat()
              .fieldsReader(new SegmentReadState(files, info(), fieldInfos, IOContext.READONCE));
    }
    return vectors instanceof PerFieldKnnVectorsFormat.FieldsReader perField
        ? perField.getFieldReader(field.name)
        : vectors;
  }

  /** The ids of a vector field; null if the field is not in an OMDB format. */
  VectorIdsProvider ids(FieldInfo field) throws IOException {
    return vectors(field) instanceof VectorIdsProvider provider ? provider : null;
  }

  /** The vectors of a field; null if {@link #vectors} is. */
  KnnVectorValues values(FieldInfo field) throws IOException {
    KnnVectorsReader reader = vectors(field);
    if (reader == null) {
      return null;
    }
    return switch (field.getVectorEncoding()) {
      case FLOAT32 -> reader.getFloatVectorValues(field.name);
      case BYTE -> reader.getByteVectorValues(field.name);
    };
  }

  /** The doc values of all fields; null if the segment has none. */
  DocValuesProducer docValues() throws IOException {
    if (docValues == null && fieldInfos.hasDocValues()) {
      docValues =
          info()
              .getCodec()
              .docValuesFormat()
              .fieldsProducer(new SegmentReadState(files, info(), fieldInfos, IOContext.DEFAULT));
    }
    return docValues;
  }

  /** The documents that are not deleted; null if none is deleted. */
  Bits liveDocuments() throws IOException {
    return commit.hasDeletions()
        ? info()
            .getCodec()
            .liveDocsFormat()
            .readLiveDocs(indexDirectory, commit, IOContext.READONCE)
        : null;
  }

  /** Bytes by file extension, also for files in a compound file. Their sum is the whole segment. */
  Map<String, Long> bytesByExtension() throws IOException {
    Map<String, Long> bytes = new TreeMap<>();
    for (String file : commit.files()) {
      bytes.merge(extension(file), indexDirectory.fileLength(file), Long::sum);
    }
    if (files != indexDirectory) {
      for (String file : files.listAll()) {
        long length = files.fileLength(file);
        bytes.merge(extension(file), length, Long::sum);
        bytes.merge(COMPOUND_EXTENSION, -length, Long::sum); // what remains is its overhead
      }
    }
    return bytes;
  }

  static String extension(String file) {
    String extension = IndexFileNames.getExtension(file);
    return extension == null ? file : extension;
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(vectors, docValues, files == indexDirectory ? null : files);
  }
}
